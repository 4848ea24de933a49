using System.Collections;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>How the .NET values behind two known values compare.</summary>
internal static class TfEquality
{
    /// <param name="type">The type that one of them came from; null when both were made by hand.</param>
    public static bool Same<T>(T left, T right, TfType<T>? type)
        where T : notnull =>
        EqualityComparer<T>.Default.Equals(left, right)
        || (type is null ? SameParts(left, right) : type.ToCty(left).Equals(type.ToCty(right)));

    /// <summary>
    /// The same for equal values, with or without a type: single values by their own hash, everything that has parts alike, since sets have no order
    /// and models no hash of their parts.
    /// </summary>
    public static int HashOf<T>(T value)
        where T : notnull => value is string or CtyValue or (ValueType and not IStructuralEquatable) ? value.GetHashCode() : 7;

    private static bool SameParts(object left, object right) => (left, right) switch
    {
        (IStructuralEquatable list, IStructuralEquatable other) => list.Equals(other, EqualityComparer<object>.Default),
        (IDictionary map, IDictionary other) => map.Count == other.Count && map.Keys.Cast<object>().All(key => other.Contains(key) && Equals(map[key], other[key])),
        _ => false,
    };
}
