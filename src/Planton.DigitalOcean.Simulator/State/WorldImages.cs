namespace Planton.DigitalOcean.Simulator.State;

/// <content>The content of registries.</content>
public sealed partial class World
{
    /// <summary>Adds an empty repository.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="repository">The repository's name.</param>
    public void AddRepository(string registry, string repository) => Locked(() => Do(() => new Seeder(this).AddRepository(Registry(registry), repository)));

    /// <summary>Adds a manifest that was pushed some time ago.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="seed">The manifest.</param>
    /// <returns>The manifest.</returns>
    public SimulatedManifest AddManifest(string registry, ManifestSeed seed) => Locked(() => new Seeder(this).Add(Registry(registry), seed));

    /// <summary>
    /// Pushes a manifest now: the next garbage collection has to wait for the push token to expire, and apps with <c>deploy_on_push</c> are deployed anew. A seed with the digest of an existing manifest and without
    /// blobs only adds its tags to that manifest or moves them to it.
    /// </summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="seed">The manifest.</param>
    /// <returns>The manifest.</returns>
    public SimulatedManifest Push(string registry, ManifestSeed seed) => Locked(() =>
    {
        Registry(registry).LastPushAt = Now;
        var manifest = new Seeder(this).Add(Registry(registry), seed with { UpdatedAt = Now });
        AppStore.DeployOnPush(seed.Repository, seed.Tags);
        return manifest;
    });

    /// <summary>Deletes a tag without a trace in the request log; its manifest stays.</summary>
    /// <exception cref="ArgumentException">There is no such tag.</exception>
    public void RemoveTag(string registry, string repository, string tag) => Locked(() => Do(() =>
    {
        var content = Registry(registry).Repositories.GetValueOrDefault(repository, SimulatedRepository.Empty);
        if (!content.Tags.ContainsKey(tag))
        {
            throw new ArgumentException($"There is no tag '{repository}:{tag}' in '{registry}'.", nameof(tag));
        }

        Registry(registry).Put(repository, content.WithoutTag(tag), Now);
    }));

    /// <summary>Adds a blob that no manifest points to.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="blob">The blob.</param>
    public void AddBlob(string registry, SimulatedBlob blob) => Locked(() => Do(() => Registry(registry).PutBlob(blob, Now)));
}
