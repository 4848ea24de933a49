using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A default that follows from the other values of an object.</summary>
internal abstract class ComputedDefault<TModel>(string name)
{
    public string Name { get; } = name;

    /// <summary>Puts the default in a model, where the defaults after it see it.</summary>
    /// <returns>The default.</returns>
    public abstract CtyValue Put(TModel model);
}

internal sealed class ComputedDefault<TModel, T>(string name, Field<TModel, T> field, TfType<T> type, Func<TModel, TfValue<T>> byDefault) : ComputedDefault<TModel>(name)
    where T : notnull
{
    public override CtyValue Put(TModel model)
    {
        field(model) = byDefault(model);
        return type.ToCty(field(model));
    }
}
