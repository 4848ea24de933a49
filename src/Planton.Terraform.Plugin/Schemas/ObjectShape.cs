using System.Collections;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// The fields of an object that is set as a whole, one line each: name, field, type. Unlike the attributes of a nested attribute they have no properties
/// of their own: nothing inside can be computed, sensitive or left out.
/// </summary>
/// <typeparam name="TModel">The model: a class with public <see cref="TfValue{T}"/> fields.</typeparam>
public sealed class ObjectShape<TModel> : IEnumerable<string>
    where TModel : class, new()
{
    internal BoundFields<TModel> Fields { get; } = new();

    /// <summary>Adds a field.</summary>
    public void Add<T>(string name, Field<TModel, T> field, TfType<T> type)
        where T : notnull => Fields.Add(name, field, type);

    /// <summary>The names of the fields, in wire order.</summary>
    public IEnumerator<string> GetEnumerator() => Fields.Type.Attributes.Select(static field => field.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
