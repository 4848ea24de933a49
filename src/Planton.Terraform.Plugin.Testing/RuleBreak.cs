using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>A rule of the core that a provider's answer breaks.</summary>
public sealed record RuleBreak(CtyPath Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Steps.IsEmpty ? Message : $"{Path}: {Message}";
}

/// <summary>A provider gave an answer that Terraform would refuse as a bug of the provider.</summary>
public sealed class ProviderRuleException(string during, IReadOnlyList<RuleBreak> breaks)
    : Exception($"{during}: the provider's answer breaks {breaks.Count} of Terraform's rules:\n  {string.Join("\n  ", breaks)}")
{
    internal ProviderRuleException(string during, string message, CtyPath? path = null)
        : this(during, [new RuleBreak(path ?? CtyPath.Root, message)])
    {
    }

    /// <summary>The rules that it breaks, each with its place in the answer.</summary>
    public IReadOnlyList<RuleBreak> Breaks { get; } = breaks;

    internal static void ThrowIfAny(string during, IEnumerable<RuleBreak> breaks)
    {
        RuleBreak[] found = [.. breaks];
        if (found.Length > 0) throw new ProviderRuleException(during, found);
    }
}
