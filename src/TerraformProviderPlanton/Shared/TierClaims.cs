using System.Collections.Concurrent;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Shared;

/// <summary>
/// The subscription is one per account, so all resources of one configuration must ask for the same tier: two that do not would
/// change it back and forth for ever. Each planned resource claims its tier here; the second of two that disagree gets the error.
/// </summary>
internal sealed class TierClaims
{
    // A claimant that asks for two tiers is two resources that go by one name.
    private readonly ConcurrentDictionary<(string Claimant, string Tier), bool> _claims = new();

    /// <summary>Claims a tier; reports an error when another resource has claimed a different one.</summary>
    /// <param name="claimant">Type and name of the resource, as messages show it.</param>
    /// <param name="attribute">The attribute that asks for the tier.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="diagnostics">Where the error goes.</param>
    public void Claim(string claimant, string attribute, string tier, DiagnosticList diagnostics)
    {
        _claims[(claimant, tier)] = true;
        foreach (var (other, otherTier) in _claims.Keys)
        {
            if (otherTier == tier) continue;
            diagnostics.Error(
                attribute,
                "Conflicting subscription tiers",
                $"{claimant} asks for the tier \"{tier}\", but {(other == claimant ? "another one" : other)} asks for \"{otherTier}\". The subscription belongs to the account, not to a "
                + "registry: every apply would change it back and forth. Give both the same tier, or leave it out of all but one.");
        }
    }
}
