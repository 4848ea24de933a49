using System.Collections.Immutable;
using System.Globalization;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Turns seeds into state. Runs while the world is locked.</summary>
internal sealed class Seeder(World world)
{
    private const long DefaultBlobBytes = 1_000_000;

    public void Add(WorldSeed seed)
    {
        if (seed.Account is not null)
            world.Account = seed.Account;
        if (seed.Behavior is not null)
            world.Behavior = seed.Behavior;
        if (seed.Tier is not null)
            world.SetTier(seed.Tier);
        foreach (var name in seed.TakenNames)
            world.TakeName(name);
        foreach (var token in seed.Tokens)
            world.TokenStore.Accept(token);
        foreach (var registry in seed.Registries)
            Add(registry);
        foreach (var cluster in seed.Clusters)
            Add(cluster);
        foreach (var clusters in seed.GeneratedClusters)
            Add(clusters);
        foreach (var app in seed.Apps)
            world.AddApp(app);
    }

    public SimulatedRegistry Add(RegistrySeed seed)
    {
        if (world.RegistryStore.Find(seed.Name) is not null)
            throw new ArgumentException($"There is already a registry '{seed.Name}'.", nameof(seed));
        if (world.RegistryStore.Subscription is null)
            world.SetTier("professional");
        var created = seed.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds((world.Now - seed.Age).ToUnixTimeSeconds());
        var registry = world.RegistryStore.Add(seed.Name, seed.Region, created);
        foreach (var manifest in seed.Manifests)
            Add(registry, manifest);
        foreach (var blob in seed.UnreferencedBlobs)
            registry.PutBlob(blob, world.Now);
        if (seed.Generated is not null)
            Generate(registry, seed.Generated);
        foreach (var run in seed.GarbageCollections)
            world.Collector.AddPast(registry, run);
        registry.LastPushAt = seed.LastPushAt;
        registry.ShowStorage(seed.StorageUsageBytes ?? registry.StoredBytes, world.Now);
        return registry;
    }

    public SimulatedManifest Add(SimulatedRegistry registry, ManifestSeed seed)
    {
        ImmutableList<SimulatedBlob> blobs = [.. seed.Blobs];
        if (blobs.IsEmpty)
            blobs = [new SimulatedBlob(IdentitySource.Digest($"blob of {seed.Repository} {string.Join(',', seed.Tags)}"), DefaultBlobBytes)];
        var identity = $"{seed.Repository} {string.Join(',', seed.Tags)} {string.Join(',', blobs.Select(blob => blob.Digest))}";
        var manifest = new SimulatedManifest(
            seed.Digest ?? IdentitySource.Digest(identity),
            seed.Tags.ToImmutableSortedSet(StringComparer.Ordinal),
            blobs,
            seed.UpdatedAt ?? world.Now - seed.Age,
            SizeBytes: blobs.Sum(blob => blob.SizeBytes) * 2);
        registry.Put(seed.Repository, manifest, world.Now);
        return manifest;
    }

    public void AddRepository(SimulatedRegistry registry, string repository)
    {
        if (!registry.Repositories.ContainsKey(repository))
        {
            registry.Repositories = registry.Repositories.Add(
                repository,
                ImmutableSortedDictionary.Create<string, SimulatedManifest>(StringComparer.Ordinal));
        }

        registry.Changed(world.Now);
    }

    public SimulatedCluster Add(ClusterSeed seed)
    {
        var id = seed.Id ?? world.Identities.UuidText();
        if (world.ClusterStore.Find(id) is not null)
            throw new ArgumentException($"There is already a cluster '{id}'.", nameof(seed));
        var created = seed.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds((world.Now - seed.Age).ToUnixTimeSeconds());
        var cluster = new SimulatedCluster(id, seed.Name, seed.Region, seed.Version ?? Catalog.Releases[0].Slug, created)
        {
            FixedState = seed.State is "running" ? null : seed.State,
            Registries = seed.Registries.ToImmutableSortedSet(StringComparer.Ordinal),
            OmitsRegistries = seed.OmitsRegistries,
            Tags = [.. seed.Tags],
            VpcUuid = Vpcs.DefaultFor(seed.Region),
        };
        var nodes = Enumerable.Range(0, seed.Nodes).Select(_ => NewNode("default-pool", created, created));
        cluster.NodePools = [new SimulatedNodePool { Id = world.Identities.UuidText(), Name = "default-pool", Size = "s-2vcpu-4gb", Nodes = [.. nodes] }];
        world.ClusterStore.Add(cluster);
        return cluster;
    }

    public IReadOnlyList<SimulatedCluster> Add(GeneratedClustersSeed seed)
    {
        if (seed.Count < 0 || seed.Regions.Count == 0)
            throw new ArgumentException("Generated clusters need a count from 0 and at least one region.", nameof(seed));
        return
        [
            .. Enumerable.Range(0, seed.Count).Select(index => Add(new ClusterSeed
            {
                Name = seed.NamePrefix + (index + 1).ToString(CultureInfo.InvariantCulture),
                Region = seed.Regions[index % seed.Regions.Count],
                State = seed.State,
                Registries = seed.Registries,
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
            var repository = $"repo-{number}";
            AddRepository(registry, repository);
            for (var image = 1; image <= seed.Tagged + seed.Untagged; image++)
            {
                Add(registry, new ManifestSeed
                {
                    Repository = repository,
                    Tags = image <= seed.Tagged ? [$"v{image}"] : [],
                    Blobs = Blobs($"{registry.Name}/{repository}/{image}", seed.BlobsPerManifest, seed.BlobBytes),
                });
            }
        }

        foreach (var blob in Blobs($"{registry.Name} unreferenced", seed.UnreferencedBlobs, seed.BlobBytes))
            registry.PutBlob(blob, world.Now);
    }

    private static IReadOnlyList<SimulatedBlob> Blobs(string name, int count, long bytes) =>
        [.. Enumerable.Range(1, count).Select(index => new SimulatedBlob(IdentitySource.Digest($"{name} blob {index}"), bytes))];
}

/// <summary>The default private network of each region: clusters show one, and clients may look it up.</summary>
internal static class Vpcs
{
    public static string DefaultFor(string region)
    {
        var digest = IdentitySource.Digest("vpc " + region)["sha256:".Length..];
        return $"{digest[..8]}-{digest[8..12]}-4{digest[13..16]}-8{digest[17..20]}-{digest[20..32]}";
    }
}
