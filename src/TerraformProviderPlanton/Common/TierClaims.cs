using System.Collections.Concurrent;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// An account has one subscription, so all resources of a configuration must set the same tier: otherwise every apply would change it back and forth.
/// Each planned resource claims its tier here; the second of two that disagree gets the error.
/// </summary>
internal sealed class TierClaims
{
    // The value says whether the tier is kept. If a claimant has two tiers, two resources have the same name.
    private readonly ConcurrentDictionary<(string Claimant, string Tier), bool> _claims = new();

    /// <summary>
    /// Claims a tier, and reports if another resource has claimed a different one. It is an error if either resource sets it anew, and a warning if
    /// both have it in state: a destroy begins with such a plan, which must not fail.
    /// </summary>
    /// <param name="claimant">The type and name of the resource in messages.</param>
    /// <param name="attribute">The attribute that sets the tier.</param>
    /// <param name="isKept">Whether the resource is in state and set the same tier before.</param>
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
                $"{claimant} sets the tier \"{tier}\", but {(other == claimant ? "another one" : other)} sets \"{otherTier}\". The subscription belongs to the account, not to a "
                + "registry, so every apply would change it back and forth. Set the same tier in both, or leave it out of all but one.",
                attribute));
        }
    }
}
