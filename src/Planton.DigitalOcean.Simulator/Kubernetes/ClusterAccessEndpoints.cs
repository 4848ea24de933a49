using System.Globalization;
using System.Text;
using Planton.DigitalOcean.Simulator.ClusterApi;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

/// <summary>Credentials, kubeconfig, the user of a cluster, and what clusters can be made of.</summary>
internal sealed class ClusterAccessEndpoints(World world, ClusterGates gates)
{
    private const long DefaultSeconds = 604_800;
    private const long MaxSeconds = 1_576_800_000;

    public void MapTo(Router router)
    {
        const string One = "/v2/kubernetes/clusters/{cluster}";
        router.Map("GET", One + "/credentials", Scopes.KubernetesAccess, Credentials);
        router.Map("GET", One + "/kubeconfig", Scopes.KubernetesAccess, KubeConfig);
        router.Map("GET", One + "/status_messages", Scopes.KubernetesRead, StatusMessages);
        router.Map("GET", One + "/user", Scopes.KubernetesRead, User);
        router.Map("GET", "/v2/kubernetes/options", Scopes.KubernetesRead, Options);
    }

    private ApiReply Credentials(ApiRequest request)
    {
        var access = Grant(request);
        return ApiReply.Ok(new CredentialsBody(
            access.Server,
            access.AuthorityData,
            ClientCertificateData: null,
            ClientKeyData: null,
            access.Token.Token,
            WireTime.Seconds(access.Token.ExpiresAt)));
    }

    private ApiReply KubeConfig(ApiRequest request)
    {
        var cluster = world.ClusterStore.Get(request["cluster"]);
        var access = Grant(request);
        var name = $"do-{cluster.Region}-{cluster.Name}";
        return ApiReply.Text(StatusCodes.Status200OK, "application/yaml", $"""
            apiVersion: v1
            kind: Config
            clusters:
            - cluster:
                certificate-authority-data: {access.AuthorityData}
                server: {access.Server}
              name: {name}
            contexts:
            - context:
                cluster: {name}
                user: {name}-admin
              name: {name}
            current-context: {name}
            users:
            - name: {name}-admin
              user:
                token: {access.Token.Token}

            """);
    }

    private ApiReply User(ApiRequest request)
    {
        _ = world.ClusterStore.Get(request["cluster"]);
        return ApiReply.Ok(new UserBody(new UserWire(world.Account.Email, ["k8saas:authenticated"])));
    }

    private ApiReply StatusMessages(ApiRequest request)
    {
        _ = world.ClusterStore.Get(request["cluster"]);
        return ApiReply.Ok(new StatusMessagesBody([]));
    }

    private ApiReply Options(ApiRequest request) => ApiReply.Ok(new OptionsBody(new OptionsWire(
        [.. Catalog.Regions.Where(region => region.Available).Select(region => new NamedWire(region.Name, region.Slug))],
        [.. Catalog.Releases.Select(ReleaseWire.Of)],
        [.. Catalog.Sizes.Select(size => new NamedWire(size.Slug, size.Slug))])));

    private Granted Grant(ApiRequest request)
    {
        var cluster = world.ClusterStore.Get(request["cluster"]);
        if (cluster.Access.RequiresSso)
        {
            throw ApiErrorException.Of(world.Behavior.SsoRequiredStatus, "single sign-on is required for access to this cluster");
        }

        var text = request.Query.GetValueOrDefault("expiry_seconds").ToString();
        var seconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, MaxSeconds)
            : DefaultSeconds;
        var gate = gates.Of(cluster);
        return new Granted(
            gate.Server,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(gate.Authority.Pem)),
            world.ClusterStore.Tokens.Mint(cluster.Id, world.Now, TimeSpan.FromSeconds(seconds)));
    }

    private sealed record Granted(string Server, string AuthorityData, ClusterToken Token);

    private sealed record CredentialsBody(
        string Server,
        string CertificateAuthorityData,
        string? ClientCertificateData,
        string? ClientKeyData,
        string Token,
        string ExpiresAt);

    private sealed record StatusMessagesBody(IReadOnlyList<string> Messages);

    private sealed record UserBody(UserWire KubernetesClusterUser);

    private sealed record UserWire(string Username, IReadOnlyList<string> Groups);

    private sealed record OptionsBody(OptionsWire Options);

    private sealed record OptionsWire(IReadOnlyList<NamedWire> Regions, IReadOnlyList<ReleaseWire> Versions, IReadOnlyList<NamedWire> Sizes);

    private sealed record NamedWire(string Name, string Slug);
}

internal sealed record ReleaseWire(string Slug, string KubernetesVersion, IReadOnlyList<string> SupportedFeatures)
{
    public static ReleaseWire Of(KubernetesRelease release) => new(release.Slug, release.KubernetesVersion, Catalog.ReleaseFeatures);
}
