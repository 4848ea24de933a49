using System.Collections.Concurrent;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// The subscription is one per account, so all resources of one configuration must ask for the same tier: two that do not would
/// change it back and forth for ever. Each planned resource claims its tier here; the second of two that disagree gets the error.
/// </summary>
internal sealed class TierClaims
{
    // The values say whether the tier is kept. A claimant that asks for two tiers is two resources that go by one name.
    private readonly ConcurrentDictionary<(string Claimant, string Tier), bool> _claims = new();

    /// <summary>
    /// Claims a tier; reports when another resource has claimed a different one. It is an error if either asks anew, and a warning if both are in
    /// state with what they ask for: a destroy begins with such a plan, and must not end with it.
    /// </summary>
    /// <param name="claimant">Type and name of the resource, as messages show it.</param>
    /// <param name="attribute">The attribute that asks for the tier.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="isKept">Whether the resource is in state and asked for the same tier before.</param>
    /// <param name="diagnostics">Where the finding goes.</param>
    public void Claim(string claimant, string attribute, string tier, bool isKept, DiagnosticList diagnostics)
    {
        _claims[(claimant, tier)] = isKept;
        foreach (var ((other, otherTier), otherIsKept) in _claims)
        {
            if (otherTier == tier) continue;
            var severity = isKept && otherIsKept ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
            diagnostics.Add(new Diagnostic(
                severity,
                "Conflicting subscription tiers",
                $"{claimant} asks for the tier \"{tier}\", but {(other == claimant ? "another one" : other)} asks for \"{otherTier}\". The subscription belongs to the account, not to a "
                + "registry: every apply would change it back and forth. Give both the same tier, or leave it out of all but one.",
                attribute));
        }
    }
}
