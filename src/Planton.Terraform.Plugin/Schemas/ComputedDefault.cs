using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A default that follows from the other values of an object.</summary>
internal abstract class ComputedDefault(string name)
{
    public string Name { get; } = name;

    /// <summary>Puts the default in a model, where the defaults after it see it.</summary>
    /// <returns>The default.</returns>
    public abstract CtyValue Put(object model);
}

internal sealed class ComputedDefault<TModel, T>(string name, Field<TModel, T> field, TfType<T> type, Func<TModel, TfValue<T>> byDefault) : ComputedDefault(name)
    where TModel : class
    where T : notnull
{
    public override CtyValue Put(object model)
    {
        var known = (TModel)model;
        field(known) = byDefault(known);
        return type.ToCty(field(known));
    }
}
