using System.Collections.Immutable;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>One step from a value to a part of it.</summary>
public abstract record CtyStep
{
    private protected CtyStep()
    {
    }

    /// <summary>Into an attribute of an object.</summary>
    public sealed record Attribute(string Name) : CtyStep;

    /// <summary>Into an element of a map.</summary>
    public sealed record Key(string Value) : CtyStep;

    /// <summary>Into an element of a list or tuple, counted from zero.</summary>
    public sealed record Index(long Value) : CtyStep;

    /// <summary>Into some element of a set. The protocol has no such step: the CLI is told the path as far as the set.</summary>
    public sealed record Element : CtyStep;
}

/// <summary>
/// The way from a configuration block to a part of it. On the wire it ends at the first set that it leads into; messages show all of it.
/// </summary>
public sealed class CtyPath : IEquatable<CtyPath>
{
    private static readonly CtyStep AnyElement = new CtyStep.Element();

    private CtyPath(ImmutableArray<CtyStep> steps) => Steps = steps;

    /// <summary>The path to the whole block.</summary>
    public static CtyPath Root { get; } = new([]);

    /// <summary>The steps, outermost first.</summary>
    public ImmutableArray<CtyStep> Steps { get; }

    /// <summary>The path to a root attribute.</summary>
    public static implicit operator CtyPath(string attribute) => Root.Attribute(attribute);

    /// <summary>The path to a root attribute.</summary>
    public static CtyPath FromString(string attribute) => attribute;

    /// <summary>One step further, into an object's attribute.</summary>
    public CtyPath Attribute(string name) => new(Steps.Add(new CtyStep.Attribute(name)));

    /// <summary>One step further, into a map's element.</summary>
    public CtyPath Key(string key) => new(Steps.Add(new CtyStep.Key(key)));

    /// <summary>One step further, into a list's element.</summary>
    /// <param name="index">The position, from zero.</param>
    public CtyPath Index(long index) => new(Steps.Add(new CtyStep.Index(index)));

    /// <summary>One step further, into some element of a set.</summary>
    public CtyPath Element() => new(Steps.Add(AnyElement));

    /// <summary>One step further.</summary>
    public CtyPath Then(CtyStep step) => new(Steps.Add(step));

    /// <inheritdoc/>
    public bool Equals(CtyPath? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CtyPath);

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Aggregate(41, HashCode.Combine);

    /// <summary>The path as Terraform writes it: <c>clusters["a"].name</c>.</summary>
    public override string ToString() => string.Concat(Steps.Select(static (step, i) => step switch
    {
        CtyStep.Attribute attribute => i == 0 ? attribute.Name : $".{attribute.Name}",
        CtyStep.Key key => $"[\"{key.Value}\"]",
        CtyStep.Index index => $"[{index.Value}]",
        CtyStep.Element => "[*]",
        _ => throw new InvalidOperationException("A path step of an unknown kind."),
    }));
}
