using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// The garbage collection schedules of a run, from policies and from registries that collect by themselves. Two schedules for runs of the same type
/// are seldom intended: each starts its own runs. Different types are, since a frequent run may delete less than a rare one.
/// </summary>
internal sealed class ScheduleClaims
{
    private readonly PlanClaims _claims = new();

    /// <summary>Claims the garbage collection of a registry, and warns if another resource does too.</summary>
    /// <param name="type">What the runs delete.</param>
    /// <param name="claimant">The resource in messages.</param>
    /// <param name="config">The parts of the configuration that distinguish the resource from others.</param>
    /// <param name="hasState">Whether the resource is planned with its state.</param>
    /// <param name="attribute">The attribute that the warning belongs to.</param>
    public void Claim(string registry, string type, string claimant, string config, bool hasState, string attribute, DiagnosticList diagnostics)
    {
        if (_claims.Claim(Subject(registry, type), claimant, config, hasState) is not { } other) return;

        diagnostics.Warning(
            attribute,
            $"Two schedules for the garbage collection of \"{registry}\"",
            $"{claimant} and {(other == claimant ? "another one like it" : other)} both start runs of the type \"{type}\", and pushes are refused during each of them. Use one "
            + "planton_docr_garbage_collection_policy for a registry, without garbage_collection_enabled; a cron schedule can list several hours and days.");
    }

    /// <summary>Forgets the claims of a registry that an apply changes.</summary>
    public void Release(string registry, string type) => _claims.Release(Subject(registry, type));

    private static string Subject(string registry, string type) => $"{registry}/{type}";
}
