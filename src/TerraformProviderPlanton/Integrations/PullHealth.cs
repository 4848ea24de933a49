using Planton.DigitalOcean.ClusterApi;
using Planton.Registry.Images;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>What an integration should have made of a namespace.</summary>
internal sealed record NamespaceHealth(string Name, bool HasSecret, bool DefaultAccountUsesIt);

/// <summary>A service account that cannot pull although pods that run as it have to.</summary>
internal sealed record AccountWithoutSecret(string Namespace, string Name, int Pods);

/// <summary>A container whose image cannot be pulled.</summary>
internal sealed record FailingPull(string Namespace, string Pod, string Container, string Image, string Reason, string? Message);

/// <summary>What a cluster holds that matters for pulling.</summary>
internal sealed record PullSituation(
    IReadOnlyList<PartialObject> Namespaces, IReadOnlyList<PartialObject> Secrets, IReadOnlyList<ServiceAccount> Accounts, IReadOnlyList<Pod> Pods);

/// <summary>Whether a cluster can pull the images of a registry.</summary>
/// <param name="registry">The name of the registry.</param>
/// <param name="isIntegrated">Whether the registry is integrated with the cluster.</param>
/// <param name="situation">What the cluster holds.</param>
internal sealed class PullHealth(string registry, bool isIntegrated, PullSituation situation)
{
    private const string SourceMark = "digitalocean.com/dosecret-identifier";
    private const string CopyMark = "digitalocean.com/copy-identifier";
    private const string DefaultAccount = "default";

    private static readonly string[] PullFailures = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName"];

    private readonly HashSet<(string Namespace, string Secret)> _secrets = [.. situation.Secrets
        .Where(secret => IsOf(registry, secret.Metadata)).Select(static secret => (secret.Metadata.Namespace, secret.Metadata.Name))];

    private readonly Dictionary<(string Namespace, string Name), ServiceAccount> _accounts =
        situation.Accounts.DistinctBy(static account => (account.Metadata.Namespace, account.Metadata.Name)).ToDictionary(static account => (account.Metadata.Namespace, account.Metadata.Name));

    /// <summary>The namespaces by name, without those that are being deleted.</summary>
    public IReadOnlyList<NamespaceHealth> Namespaces => [.. situation.Namespaces
        .Where(static one => one.Metadata.DeletionTimestamp is null).Select(static one => one.Metadata.Name).Order(StringComparer.Ordinal)
        .Select(name => new NamespaceHealth(name, _secrets.Any(secret => secret.Namespace == name), UsesSecret(name, DefaultAccount)))];

    /// <summary>The accounts beside the default ones that pods with images of the registry run as, and that do not use the secret.</summary>
    public IReadOnlyList<AccountWithoutSecret> AccountsWithoutSecret => [.. situation.Pods
        .Where(pod => pod.Spec.AllContainers.Any(container => IsOfRegistry(container.Image)) && !HasSecret(pod.Metadata.Namespace, pod.Spec.ImagePullSecrets))
        .GroupBy(static pod => (pod.Metadata.Namespace, Name: pod.Spec.ServiceAccountName))
        .Where(account => account.Key.Name is not ("" or DefaultAccount) && !UsesSecret(account.Key.Namespace, account.Key.Name))
        .Select(static account => new AccountWithoutSecret(account.Key.Namespace, account.Key.Name, account.Count()))
        .OrderBy(static account => account.Namespace, StringComparer.Ordinal).ThenBy(static account => account.Name, StringComparer.Ordinal)];

    /// <summary>The containers whose images of the registry cannot be pulled.</summary>
    public IReadOnlyList<FailingPull> FailingPulls =>
    [
        .. from pod in situation.Pods
           from status in pod.Status.AllContainers
           let waiting = status.State?.Waiting
           let reason = waiting?.Reason ?? ""
           where PullFailures.Contains(reason)
           let image = pod.Spec.AllContainers.FirstOrDefault(container => container.Name == status.Name)?.Image ?? ""
           where IsOfRegistry(image)
           orderby pod.Metadata.Namespace, pod.Metadata.Name, status.Name
           select new FailingPull(pod.Metadata.Namespace, pod.Metadata.Name, status.Name, image, reason, waiting?.Message),
    ];

    /// <summary>What is wrong, as sentences; none when the cluster can pull.</summary>
    public IEnumerable<string> Problems() => [.. isIntegrated ? IntegrationProblems() : [$"The registry \"{registry}\" is not integrated with the cluster."], .. FailingPulls.Select(Describe)];

    private IEnumerable<string> IntegrationProblems()
    {
        foreach (var (name, hasSecret, isUsed) in Namespaces)
        {
            if (!hasSecret) yield return $"The namespace \"{name}\" has no pull secret for the registry.";
            else if (!isUsed) yield return $"The default service account of the namespace \"{name}\" does not use the pull secret.";
        }

        foreach (var (space, name, pods) in AccountsWithoutSecret)
        {
            yield return $"The service account \"{name}\" in the namespace \"{space}\" does not use the pull secret, but {pods} {(pods == 1 ? "pod" : "pods")} "
                + $"with images of the registry {(pods == 1 ? "uses" : "use")} it.";
        }
    }

    private static string Describe(FailingPull pull) =>
        $"The pod \"{pull.Pod}\" in the namespace \"{pull.Namespace}\" cannot pull {pull.Image}: {pull.Reason}{(pull.Message is { Length: > 0 } message ? $", {message}" : "")}";

    private bool UsesSecret(string space, string account) => _accounts.TryGetValue((space, account), out var found) && HasSecret(space, found.ImagePullSecrets);

    private bool HasSecret(string space, IEnumerable<NameReference> secrets) => secrets.Any(secret => _secrets.Contains((space, secret.Name)));

    /// <summary>An invalid name has no parts, and still tells where it was meant to come from.</summary>
    private bool IsOfRegistry(string image) => ImageReference.TryParse(image, out var parsed)
        ? parsed.Registry == registry
        : image.StartsWith($"{RegistryAddress.Server}/{registry}/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sources differ on whether the name of the secret is that of the registry alone.</summary>
    private static bool IsOf(string registry, MarkedMetadata secret) =>
        (secret.Annotations.GetValueOrDefault(SourceMark) ?? secret.Labels.GetValueOrDefault(CopyMark)) is { } mark && (mark == registry || mark == $"registry-{registry}");
}
