using System.Reflection;
using Planton.DigitalOcean.Apps;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>Every call of the client, once, with arguments that the world of <see cref="SimulatorTests"/> knows.</summary>
internal static class ClientCalls
{
    public const string Registry = "reg";
    public const string Repository = "team/app";
    public const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";

    public const string App = "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf";
    public const string Invocation = "ba32b134-569c-4c0c-ba02-8ffdb0492ece";

    private static readonly DockerCredentials Credentials = new("{}", "registry.digitalocean.com", "sammy@example.com", "dop_v1_made");

    private static readonly AppSpec Spec = new()
    {
        Name = "another",
        Region = "fra",
        Jobs =
        [
            new AppJob
            {
                Name = "collect",
                Kind = AppJobKinds.Scheduled,
                Schedule = new AppJobSchedule { Cron = "0 3 * * 0", TimeZone = "Europe/Berlin" },
                Timeout = "1h30m",
                Image = new AppImage { RegistryType = AppRegistryTypes.DockerHub, Registry = "digitalocean", Repository = "doctl", Tag = "latest" },
                RunCommand = "registry garbage-collection start reg --force",
                Envs = [new AppEnv { Key = "DIGITALOCEAN_ACCESS_TOKEN", Value = "dop_v1_of_the_job", Scope = AppEnvScopes.RunTime, Type = AppEnvTypes.Secret }],
                InstanceSizeSlug = "apps-s-1vcpu-0.5gb",
                InstanceCount = 1,
                Alerts = [new AppAlert { Rule = AppAlertRules.JobInvocationFailed, Disabled = false }],
            },
        ],
    };

    public static IReadOnlyDictionary<string, Func<DigitalOceanClient, Task>> All { get; } = new Dictionary<string, Func<DigitalOceanClient, Task>>
    {
        ["RegistriesClient.GetAsync"] = client => client.Registries.GetAsync(Registry),
        ["RegistriesClient.FindAsync"] = client => client.Registries.FindAsync(Registry),
        ["RegistriesClient.ListAsync"] = client => client.Registries.ListAsync(),
        ["RegistriesClient.CreateAsync"] = client => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "another", SubscriptionTierSlug = TierSlugs.Professional, Region = "fra1" }),
        ["RegistriesClient.DeleteAsync"] = client => client.Registries.DeleteAsync(Registry),
        ["RegistriesClient.IsNameFreeAsync"] = client => client.Registries.IsNameFreeAsync("another"),
        ["SubscriptionClient.GetAsync"] = client => client.Subscription.GetAsync(),
        ["SubscriptionClient.UpdateAsync"] = client => client.Subscription.UpdateAsync(TierSlugs.Professional),
        ["SubscriptionClient.GetOptionsAsync"] = client => client.Subscription.GetOptionsAsync(),
        ["GarbageCollectionsClient.StartAsync"] = client => client.GarbageCollections.StartAsync(Registry, "untagged manifests and unreferenced blobs"),
        ["GarbageCollectionsClient.FindActiveAsync"] = client => client.GarbageCollections.FindActiveAsync(Registry),
        ["GarbageCollectionsClient.ListAsync"] = client => client.GarbageCollections.ListAsync(Registry, limit: 10),
        ["GarbageCollectionsClient.FindAsync"] = client => client.GarbageCollections.FindAsync(Registry, "eff0feee-49c7-4e8f-ba5c-a320c109c8a8"),
        ["GarbageCollectionsClient.CancelAsync"] = client => client.GarbageCollections.CancelAsync(Registry, "eff0feee-49c7-4e8f-ba5c-a320c109c8a8"),
        ["DockerCredentialsClient.CreateAsync"] = client => client.DockerCredentials.CreateAsync(Registry, readWrite: true, expirySeconds: 3600),
        ["DockerCredentialsClient.RevokeAsync"] = client => client.DockerCredentials.RevokeAsync(Credentials),
        ["RepositoriesClient.ListAsync"] = client => client.Repositories.ListAsync(Registry),
        ["RepositoriesClient.ListTagsAsync"] = client => client.Repositories.ListTagsAsync(Registry, Repository).ToListAsync().AsTask(),
        ["RepositoriesClient.ListManifestsAsync"] = client => client.Repositories.ListManifestsAsync(Registry, Repository).ToListAsync().AsTask(),
        ["RepositoriesClient.DeleteTagAsync"] = client => client.Repositories.DeleteTagAsync(Registry, Repository, "v2"),
        ["KubernetesClient.FindClusterAsync"] = client => client.Kubernetes.FindClusterAsync(Cluster),
        ["KubernetesClient.ListClustersAsync"] = client => client.Kubernetes.ListClustersAsync(),
        ["KubernetesClient.GetCredentialsAsync"] = client => client.Kubernetes.GetCredentialsAsync(Cluster, TimeSpan.FromMinutes(10)),
        ["KubernetesClient.AddRegistryAsync"] = client => client.Kubernetes.AddRegistryAsync(Cluster, Registry),
        ["KubernetesClient.RemoveRegistryAsync"] = client => client.Kubernetes.RemoveRegistryAsync(Cluster, Registry),
        ["KubernetesClient.AddUnnamedRegistryAsync"] = client => client.Kubernetes.AddUnnamedRegistryAsync(Cluster),
        ["KubernetesClient.RemoveUnnamedRegistryAsync"] = client => client.Kubernetes.RemoveUnnamedRegistryAsync(Cluster),
        ["AppsClient.FindAsync"] = client => client.Apps.FindAsync(App),
        ["AppsClient.FindByNameAsync"] = client => client.Apps.FindByNameAsync("beside"),
        ["AppsClient.ListAsync"] = client => client.Apps.ListAsync(),
        ["AppsClient.CreateAsync"] = client => client.Apps.CreateAsync(Spec, "4e1bfbc3-dc3e-41f2-a18f-1b4d7ba71679"),
        ["AppsClient.UpdateAsync"] = client => client.Apps.UpdateAsync(App, Spec),
        ["AppsClient.DeleteAsync"] = client => client.Apps.DeleteAsync(App),
        ["AppsClient.ListSupersededAsync"] = client => client.Apps.ListSupersededAsync(App, limit: 10),
        ["AppsClient.ListInvocationsAsync"] = client => client.Apps.ListInvocationsAsync(App, ["collect", "another"], limit: 10),
        ["AppsClient.FindInvocationAsync"] = client => client.Apps.FindInvocationAsync(App, Invocation),
        ["AppsClient.CancelInvocationAsync"] = client => client.Apps.CancelInvocationAsync(App, Invocation),
    };

    /// <summary>The one call that is no part of the described API: tokens are revoked at another address.</summary>
    public const string Undescribed = "DockerCredentialsClient.RevokeAsync";

    public static TheoryData<string> Described() => [.. All.Keys.Where(name => name != Undescribed)];

    /// <summary>What the client really offers, by reflection, so that a new call cannot be forgotten here.</summary>
    public static IEnumerable<string> Offered() =>
        from area in typeof(DigitalOceanClient).GetProperties()
        where area.PropertyType.Name.EndsWith("Client", StringComparison.Ordinal)
        from method in area.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType.IsAssignableTo(typeof(Task)) || method.ReturnType.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal)
        select $"{area.PropertyType.Name}.{method.Name}";
}
