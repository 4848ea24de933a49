using System.Collections.Immutable;
using System.Globalization;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Turns seeds into state. Runs while the world is locked.</summary>
internal sealed class Seeder(World world)
{
    private const long DefaultBlobBytes = 1_000_000;

    public void Add(WorldSeed seed)
    {
        if (seed.Account is not null) world.Account = seed.Account;
        if (seed.Behavior is not null) world.Behavior = seed.Behavior;
        if (seed.Tier is not null) world.SetTier(seed.Tier);
        foreach (var name in seed.TakenNames) world.TakeName(name);
        foreach (var token in seed.Tokens) world.TokenStore.Accept(token);
        foreach (var registry in seed.Registries) Add(registry);
        foreach (var cluster in seed.Clusters) Add(cluster);
        foreach (var clusters in seed.GeneratedClusters) Add(clusters);
        foreach (var app in seed.Apps) world.AddApp(app);
    }

    public SimulatedRegistry Add(RegistrySeed seed)
    {
        if (world.RegistryStore.Find(seed.Name) is not null)
        {
            throw new ArgumentException($"There is already a registry '{seed.Name}'.", nameof(seed));
        }

        if (world.RegistryStore.Subscription is null) world.SetTier("professional");
        var created = seed.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds((world.Now - seed.Age).ToUnixTimeSeconds());
        var registry = world.RegistryStore.Add(seed.Name, seed.Region, created);
        foreach (var manifest in seed.Manifests) Add(registry, manifest);
        foreach (var blob in seed.UnreferencedBlobs) registry.PutBlob(blob, world.Now);
        if (seed.Generated is not null) Generate(registry, seed.Generated);
        foreach (var run in seed.GarbageCollections) world.Collector.AddPast(registry, run);
        registry.LastPushAt = seed.LastPushAt;
        registry.ShowStorage(seed.StorageUsageBytes ?? registry.StoredBytes, world.Now);
        return registry;
    }

    public SimulatedManifest Add(SimulatedRegistry registry, ManifestSeed seed)
    {
        var blobs = BlobsOf(registry, seed);
        var identity = $"{seed.Repository} {string.Join(',', seed.Tags)} {string.Join(',', blobs.Select(blob => blob.Digest).Concat(seed.Children))}";
        var manifest = new SimulatedManifest(
            seed.Digest ?? IdentitySource.Digest(identity),
            blobs,
            [.. seed.Children],
            seed.UpdatedAt ?? world.Now - seed.Age,
            SizeBytes: blobs.Sum(blob => blob.SizeBytes) * 2);
        registry.Put(seed.Repository, manifest, seed.Tags, world.Now);
        return manifest;
    }

    public void AddRepository(SimulatedRegistry registry, string repository)
    {
        if (!registry.Repositories.ContainsKey(repository)) registry.Put(repository, SimulatedRepository.Empty, world.Now);
    }

    public SimulatedCluster Add(ClusterSeed seed)
    {
        var id = seed.Id ?? world.Identities.UuidText();
        if (world.ClusterStore.Find(id) is not null) throw new ArgumentException($"There is already a cluster '{id}'.", nameof(seed));
        var created = seed.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds((world.Now - seed.Age).ToUnixTimeSeconds());
        var cluster = new SimulatedCluster(id, seed.Name, seed.Region, seed.Version ?? Catalog.Releases[0].Slug, created)
        {
            FixedState = seed.State is "running" ? null : seed.State,
            Registries = seed.Registries.ToImmutableSortedSet(StringComparer.Ordinal),
            OmitsRegistries = seed.OmitsRegistries,
            Tags = [.. seed.Tags],
            VpcUuid = Vpcs.DefaultFor(seed.Region),
            Access = seed.Access ?? new ClusterAccess(),
        };
        var nodes = Enumerable.Range(0, seed.Nodes).Select(_ => NewNode("default-pool", created, created));
        cluster.NodePools = [new SimulatedNodePool { Id = world.Identities.UuidText(), Name = "default-pool", Size = "s-2vcpu-4gb", Nodes = [.. nodes] }];
        world.ClusterStore.Add(cluster);
        if (seed.Content is not null) world.ChangeWorkloads(id, seed.Content);
        return cluster;
    }

    public IReadOnlyList<SimulatedCluster> Add(GeneratedClustersSeed seed)
    {
        if (seed.Count < 0 || seed.Regions.Count == 0)
        {
            throw new ArgumentException("Generated clusters need a count from 0 and at least one region.", nameof(seed));
        }

        return
        [
            .. Enumerable.Range(0, seed.Count).Select(index => Add(new ClusterSeed
            {
                Name = seed.NamePrefix + (index + 1).ToString(CultureInfo.InvariantCulture),
                Region = seed.Regions[index % seed.Regions.Count],
                State = seed.State,
                Registries = seed.Registries,
                Content = seed.Content,
                OmitsRegistries = seed.OmitsRegistries,
            })),
        ];
    }

    public SimulatedNode NewNode(string pool, DateTimeOffset created, DateTimeOffset running) => new(
        world.Identities.UuidText(),
        $"{pool}-{world.Identities.NodeSuffix()}",
        world.Identities.DropletId(),
        created,
        running);

    private void Generate(SimulatedRegistry registry, GeneratedContentSeed seed)
    {
        for (var number = 1; number <= seed.Repositories; number++)
        {
            var repository = seed.RepositoryPrefix + number.ToString(CultureInfo.InvariantCulture);
            AddRepository(registry, repository);
            for (var image = 1; image <= seed.Tagged + seed.Untagged; image++) Generate(registry, repository, image, seed);
        }

        foreach (var blob in Blobs($"{registry.Name} unreferenced", seed.UnreferencedBlobs, seed.BlobBytes))
        {
            registry.PutBlob(blob, world.Now);
        }
    }

    private void Generate(SimulatedRegistry registry, string repository, int image, GeneratedContentSeed seed)
    {
        var name = $"{registry.Name}/{repository}/{image}";
        var isTagged = image <= seed.Tagged;
        var age = seed.Age + (seed.Step * (isTagged ? seed.Tagged - image : image));
        ManifestSeed manifest = new() { Repository = repository, Tags = isTagged ? [$"{seed.TagPrefix}{image}"] : [], Age = age };
        IReadOnlyList<SimulatedBlob> shared = Blobs($"{registry.Name}/{repository} shared", seed.SharedBlobs, seed.BlobBytes);
        if (seed.Platforms == 0)
        {
            Add(registry, manifest with { Blobs = [.. Blobs(name, seed.BlobsPerManifest, seed.BlobBytes), .. shared] });
            return;
        }

        var children = Enumerable.Range(1, seed.Platforms).Select(platform => Add(registry, manifest with
        {
            Tags = [],
            Blobs = [.. Blobs($"{name} platform {platform}", seed.BlobsPerManifest, seed.BlobBytes), .. shared],
        }));
        Add(registry, manifest with { Children = [.. children.Select(child => child.Digest)] });
    }

    /// <summary>The blobs as seeded; else those of the manifest that is there already, else one that is made up, unless it is an index.</summary>
    private static ImmutableList<SimulatedBlob> BlobsOf(SimulatedRegistry registry, ManifestSeed seed)
    {
        if (seed.Blobs.Count > 0 || seed.Children.Count > 0) return [.. seed.Blobs];
        return registry.Repositories.TryGetValue(seed.Repository, out var repository) && repository.Manifests.TryGetValue(seed.Digest ?? "", out var present)
            ? present.Blobs
            : [new SimulatedBlob(IdentitySource.Digest($"blob of {seed.Repository} {string.Join(',', seed.Tags)}"), DefaultBlobBytes)];
    }

    private static IReadOnlyList<SimulatedBlob> Blobs(string name, int count, long bytes) =>
        [.. Enumerable.Range(1, count).Select(index => new SimulatedBlob(IdentitySource.Digest($"{name} blob {index}"), bytes))];
}

/// <summary>The default private network of each region: clusters show one, and clients may look it up.</summary>
internal static class Vpcs
{
    public static string DefaultFor(string region) => IdentitySource.UuidOf("vpc " + region);
}
