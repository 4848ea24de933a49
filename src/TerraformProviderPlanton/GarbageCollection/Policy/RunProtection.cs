using System.Collections.Immutable;
using Planton.Registry.Images;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Images;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>An untagged manifest that something uses by its digest.</summary>
internal sealed record UntaggedUse(string Repository, string Digest, ImmutableArray<ImageUser> Users)
{
    public override string ToString() => $"{Repository}@{Digest} is used by {string.Join("; ", Users.Select(static user => user.Text))}";
}

/// <summary>Keeps a policy from starting a run that deletes what something uses. A manifest with a tag is safe from every run.</summary>
/// <param name="policy">The policy.</param>
/// <param name="context">The surroundings.</param>
internal sealed class RunProtection(PolicyModel policy, OperationContext<ProviderServices> context)
{
    private const int MaxListed = 20;

    private readonly UsageScope? _scope = policy.ProtectInUse.IsKnown && RunType.Covers(policy.Type.Or(RunType.UntaggedManifestsAndUnreferencedBlobs), RunType.UntaggedManifestsOnly)
        ? policy.ProtectInUse.Value.ToScope(policy.RegistryName.Value)
        : null;

    /// <summary>Holds back what a refresh has found due while a run would delete what something uses, or may.</summary>
    public async Task<CollectionView> HoldAsync(CollectionView view)
    {
        if (_scope is null || policy.RunsAsApp || !view.Due) return view;
        return view with { IsHeld = !await IsClearAsync("No run is due while this is so.", DiagnosticSeverity.Warning) };
    }

    /// <summary>Warns at plan of what will keep an apply from a run that the configuration asks for.</summary>
    public async Task WarnAsync()
    {
        if (_scope is not null) await IsClearAsync("If this is still so at apply, the run is not started and stays owed.", DiagnosticSeverity.Warning);
    }

    /// <summary>What an apply asks immediately before it starts a run; null when it need not ask.</summary>
    /// <param name="isError">Whether users that cannot be read are an error; one would taint a policy that is being created.</param>
    public Func<Task<bool>>? Guard(bool isError) => _scope is null
        ? null
        : () => IsClearAsync("The run was not started.", isError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);

    private async Task<bool> IsClearAsync(string consequence, DiagnosticSeverity whenUnread)
    {
        var client = context.ProviderData.Client;
        var reading = await new ImageUsageReader(client).ReadAsync(_scope!, context.Cancellation);
        var repositories = reading.Uses.Where(static use => use.Digest is not null).Select(static use => use.Repository).Distinct(StringComparer.Ordinal);
        var manifests = await new ImageReader(client.Repositories, _scope!.Registry, context.Cancellation).ReadManifestsAsync(repositories);
        var used = Find(manifests.SelectMany(static some => some), reading.Usage);
        if (used.Count > 0) Report(used, consequence);
        UnreadMessages.Report(reading.Unread, consequence, whenUnread, ProtectionModel.Name, context.Diagnostics);
        return used.Count == 0 && reading.Unread.IsEmpty;
    }

    private static List<UntaggedUse> Find(IEnumerable<ImageManifest> manifests, ImageUsage usage) =>
    [
        .. from manifest in manifests
           where manifest.IsUntagged
           let users = usage.UsersOf(manifest.Repository, manifest.Digest)
           where !users.IsEmpty
           orderby manifest.Repository, manifest.Digest
           select new UntaggedUse(manifest.Repository, manifest.Digest, users),
    ];

    private void Report(List<UntaggedUse> used, string consequence)
    {
        var more = used.Count > MaxListed ? $"\n  and {used.Count - MaxListed} more" : "";
        context.Diagnostics.Warning(
            ProtectionModel.Name,
            $"Garbage collection of \"{policy.RegistryName.Value}\" would delete images in use",
            $"These images have no tag of their own, because their tag has moved or because they are one platform of a multi-platform image. A run deletes untagged images:\n  {string.Join("\n  ", used.Take(MaxListed))}{more}"
            + $"\n\n{consequence}\n\nDeploy tagged images, or tag and push these again. To run anyway, set {ProtectionModel.Name}.enabled = false.");
    }
}
