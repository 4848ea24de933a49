using Planton.DigitalOcean.Registries;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Images;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>How a policy stands.</summary>
/// <param name="Situation">What was read.</param>
/// <param name="Plan">What follows from it.</param>
/// <param name="Unread">What could not be read, so that everything is protected.</param>
internal sealed record RetentionView(RetentionSituation Situation, RetentionPlan Plan, IReadOnlyList<UnreadSource> Unread)
{
    /// <summary>How the policy stands once some tags are gone.</summary>
    public RetentionPlan PlanWithout(IReadOnlyCollection<ImageTag> deleted)
    {
        var gone = deleted.Select(static tag => (tag.Repository, tag.Tag)).ToHashSet();
        return RetentionPlan.Make(Situation with
        {
            Tags = [.. Situation.Tags.Where(tag => !gone.Contains((tag.Repository, tag.Tag)))],
            Manifests = Situation.Manifests is { } manifests
                ? [.. manifests.Select(manifest => manifest with { Tags = manifest.Tags.RemoveAll(tag => gone.Contains((manifest.Repository, tag))) })]
                : null,
        });
    }
}

/// <summary>Reads what a retention policy decides by.</summary>
/// <param name="protection">Where to look for what uses images; null when images in use are not protected.</param>
internal sealed class RetentionReader(RetentionTerms terms, UsageScope? protection, string registry, OperationContext<ProviderServices> context)
{
    private readonly ImageReader _images = new(context.ProviderData.Client.Repositories, registry, context.Cancellation);

    /// <summary>Reads no more than the decision needs: where the rules let nothing go, neither users nor manifests.</summary>
    public async Task<RetentionView> ObserveAsync()
    {
        var repositories = await _images.ListRepositoriesAsync();
        var situation = new RetentionSituation { Terms = terms, Tags = await ReadTagsAsync(repositories), Usage = ImageUsage.None, Now = context.ProviderData.Client.Clock.UtcNow() };
        var plan = RetentionPlan.Make(situation);
        if (!plan.NeedsManifests) return new(situation, plan, []);

        var reading = await ReadUsersAsync();
        situation = situation with { Usage = reading.Usage };
        plan = RetentionPlan.Make(situation);
        if (!plan.NeedsManifests) return new(situation, plan, reading.Unread);

        situation = situation with { Manifests = await ReadManifestsAsync(repositories) };
        return new(situation, RetentionPlan.Make(situation), reading.Unread);
    }

    /// <summary>Reads everything, and last what a deletion must be sure of: the users, then the tags.</summary>
    public async Task<RetentionView> ReadForDeletionAsync()
    {
        var repositories = await _images.ListRepositoriesAsync();
        var manifests = await ReadManifestsAsync(repositories);
        var reading = await ReadUsersAsync();
        var tags = await ReadTagsAsync(repositories);
        var situation = new RetentionSituation { Terms = terms, Tags = tags, Manifests = manifests, Usage = reading.Usage, Now = context.ProviderData.Client.Clock.UtcNow() };
        return new(situation, RetentionPlan.Make(situation), reading.Unread);
    }

    private async Task<UsageReading> ReadUsersAsync() => protection is { } scope
        ? await new ImageUsageReader(context.ProviderData.Client).ReadAsync(scope, context.Cancellation)
        : UsageReading.None;

    private Task<IReadOnlyList<ImageTag>> ReadTagsAsync(IEnumerable<Repository> repositories) =>
        _images.ReadTagsAsync(repositories.Where(repository => repository.TagCount != 0 && terms.ConcernRepository(repository.Name)).Select(static repository => repository.Name));

    private async Task<IReadOnlyCollection<ImageManifest>> ReadManifestsAsync(IEnumerable<Repository> repositories)
    {
        var names = repositories.Where(static repository => repository.ManifestCount != 0).Select(static repository => repository.Name);
        return [.. (await _images.ReadManifestsAsync(names)).SelectMany(static manifests => manifests)];
    }
}
