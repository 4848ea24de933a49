namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>The custom scopes of tokens, as routes ask for them.</summary>
internal static class Scopes
{
    public const string AccountRead = "account:read";
    public const string AppRead = "app:read";
    public const string AppCreate = "app:create";
    public const string AppUpdate = "app:update";
    public const string AppDelete = "app:delete";
    public const string ProjectRead = "project:read";
    public const string RegionsRead = "regions:read";
    public const string SizesRead = "sizes:read";
    public const string VpcRead = "vpc:read";
    public const string RegistryRead = "registry:read";
    public const string RegistryCreate = "registry:create";
    public const string RegistryUpdate = "registry:update";
    public const string RegistryDelete = "registry:delete";
    public const string RegistryCredentials = RegistryRead + " " + RegistryUpdate;
    public const string KubernetesRead = "kubernetes:read";
    public const string KubernetesCreate = "kubernetes:create";
    public const string KubernetesUpdate = "kubernetes:update";
    public const string KubernetesDelete = "kubernetes:delete";
    public const string KubernetesIntegrate = KubernetesCreate + " " + KubernetesUpdate;
    public const string KubernetesAccess = "kubernetes:access_cluster";
}
