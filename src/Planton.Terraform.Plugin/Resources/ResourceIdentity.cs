using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>One part of an identity: a root attribute of the resource that never changes during an object's life.</summary>
/// <param name="Name">The attribute's name, in the resource and in the identity alike.</param>
public sealed record IdentityAttribute(string Name, string Description)
{
    /// <summary>Whether an import may leave it out, as where the provider's configuration has it too.</summary>
    public bool IsOptionalForImport { get; init; }
}

/// <summary>Makes a current identity of one that an older version of the provider stored.</summary>
/// <returns>The current parts, in the order of <see cref="ResourceIdentity.Attributes"/>.</returns>
public delegate IReadOnlyList<CtyValue> IdentityUpgrader(StoredValue identity);

/// <summary>
/// What identifies one object of a resource for its whole life (Terraform and OpenTofu 1.12): attributes of the resource itself, so an
/// identity follows from a state and needs no code of its own. A part is a text, a number, a truth value, or a list of such.
/// </summary>
public sealed class ResourceIdentity(params IEnumerable<IdentityAttribute> attributes)
{
    private CtyObjectType? _type;

    /// <summary>The version of the stored shape.</summary>
    public long Version { get; init; }

    /// <summary>Ways from stored identities of older versions, by the version that they start from.</summary>
    public IReadOnlyDictionary<long, IdentityUpgrader> Upgraders { get; init; } = ImmutableDictionary<long, IdentityUpgrader>.Empty;

    /// <summary>The parts in order.</summary>
    public ImmutableArray<IdentityAttribute> Attributes { get; } = [.. attributes];

    /// <summary>
    /// The id of an import, made of the texts of the parts; by default they are joined by a colon. An empty text stands for a part that the import leaves
    /// out.
    /// </summary>
    public Func<IReadOnlyList<string>, string> ToImportId { get; init; } = static parts => string.Join(':', parts);

    /// <summary>Whether there is one object only, so that messages need not say which.</summary>
    public bool IsSingleton { get; init; }

    /// <summary>The object type of an identity of a resource with the given schema.</summary>
    internal CtyObjectType TypeIn(Schema schema) =>
        _type ??= CtyType.Object(Attributes.Select(part => (part.Name, schema.Type.Attributes[schema.Type.IndexOf(part.Name)].Type)));

    /// <summary>The identity of an object.</summary>
    internal CtyObject Of(CtyObject state, Schema schema) =>
        CtyValue.Object(TypeIn(schema), Attributes.Select(part => (part.Name, state[part.Name])));

    /// <summary>What messages call an object, whether planned or stored: its import id. Null while a part of the identity is not known.</summary>
    internal string? NameOf(CtyObject state)
    {
        if (IsSingleton) return null;

        var parts = Attributes.Select(part => TextOf(part, state)).OfType<string>().ToArray();
        return parts.Length == Attributes.Length ? ToImportId(parts) : null;
    }

    /// <summary>The id under which an import finds the object of an identity.</summary>
    /// <exception cref="DiagnosticException">A part is missing.</exception>
    internal string ImportIdOf(CtyObject identity) => ToImportId([.. Attributes.Select(part => TextOf(part, identity)
        ?? throw new DiagnosticException("Incomplete identity", $"The identity needs a value for \"{part.Name}\". Add it to the identity.", part.Name))]);

    private static string? TextOf(IdentityAttribute part, CtyObject value) =>
        part.IsOptionalForImport && value[part.Name].IsNull ? string.Empty : Text(value[part.Name]);

    private static string? Text(CtyValue value) => value switch
    {
        CtyString { Value.Length: > 0 } text => text.Value,
        CtyNumber or CtyBool => value.ToString(),
        CtySequence { IsWhollyKnown: true } list => string.Join(',', list.Elements.Select(Text)),
        _ => null,
    };
}
