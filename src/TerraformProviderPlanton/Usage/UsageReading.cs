using System.Collections.Immutable;
using Planton.Registry.Images;

namespace TerraformProviderPlanton.Usage;

/// <summary>What uses the images of a registry.</summary>
/// <param name="Uses">The uses that are known, each once.</param>
/// <param name="Unread">What may use images too and could not be read.</param>
internal sealed record UsageReading(ImmutableArray<ImageUse> Uses, ImmutableArray<UnreadSource> Unread)
{
    /// <summary>No use was looked for.</summary>
    public static UsageReading None { get; } = new([], []);

    /// <summary>The uses as the decisions take them.</summary>
    public ImageUsage Usage => new(Uses, isComplete: Unread.IsEmpty);

    public static UsageReading Join(IReadOnlyCollection<UsageReading> parts) =>
        new([.. parts.SelectMany(static part => part.Uses).Distinct()], [.. parts.SelectMany(static part => part.Unread)]);
}
