using System.Collections.Immutable;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>Arguments and results of <c>planton_doks_pull_health</c>.</summary>
internal sealed class PullHealthModel
{
    public TfValue<string> ClusterUuid;
    public TfValue<string> RegistryName;
    public TfValue<bool> Healthy;
    public TfValue<ImmutableArray<TfValue<string>>> Problems;
    public TfValue<ImmutableArray<TfValue<NamespaceModel>>> Namespaces;
    public TfValue<ImmutableArray<TfValue<AccountModel>>> ServiceAccountsWithoutSecret;
    public TfValue<ImmutableArray<TfValue<FailingPodModel>>> FailingPods;

    public static Schema<PullHealthModel> Schema { get; } = new()
    {
        Description = "Reads from a Kubernetes cluster (DOKS) itself whether it can pull the images of a container registry: what the integration should have put into "
            + "each namespace, which service accounts lack it, and which pods cannot pull. The data of no secret is read.",
        Attributes =
        {
            {
                "cluster_uuid", static m => ref m.ClusterUuid, new StringAttribute
                {
                    Required = true,
                    Description = "The UUID of the cluster.",
                    Validators = [RegistryRules.Uuid],
                }
            },
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },
            {
                "healthy", static m => ref m.Healthy,
                Computed.Flag("Whether every namespace and its default service account have the pull secret, no other account that pods need it for lacks it, and no pod fails to pull.")
            },
            {
                "problems", static m => ref m.Problems, new ListAttribute<string>(TfTypes.String)
                {
                    Computed = true,
                    Description = "What is wrong, as sentences; empty when the cluster is healthy.",
                }
            },
            {
                "namespaces", static m => ref m.Namespaces, new ListNestedAttribute<NamespaceModel>(NamespaceModel.Attributes)
                {
                    Computed = true,
                    Description = "The namespaces, by name, without those that are being deleted.",
                }
            },
            {
                "service_accounts_without_secret", static m => ref m.ServiceAccountsWithoutSecret, new ListNestedAttribute<AccountModel>(AccountModel.Attributes)
                {
                    Computed = true,
                    Description = "The service accounts beside the default ones that do not use the pull secret although pods with images of the registry run as them.",
                }
            },
            {
                "failing_pods", static m => ref m.FailingPods, new ListNestedAttribute<FailingPodModel>(FailingPodModel.Attributes)
                {
                    Computed = true,
                    Description = "The containers whose image of the registry cannot be pulled.",
                }
            },
        },
    };

    public static PullHealthModel From(PullHealthModel config, PullHealth health)
    {
        var problems = health.Problems().ToList();
        return new()
        {
            ClusterUuid = config.ClusterUuid,
            RegistryName = config.RegistryName,
            Healthy = problems.Count == 0,
            Problems = problems.Select(static problem => TfValue<string>.Known(problem)).ToImmutableArray(),
            Namespaces = health.Namespaces.Select(static one => TfValue<NamespaceModel>.Known(NamespaceModel.From(one))).ToImmutableArray(),
            ServiceAccountsWithoutSecret = health.AccountsWithoutSecret.Select(static one => TfValue<AccountModel>.Known(AccountModel.From(one))).ToImmutableArray(),
            FailingPods = health.FailingPulls.Select(static one => TfValue<FailingPodModel>.Known(FailingPodModel.From(one))).ToImmutableArray(),
        };
    }
}

/// <summary>One namespace.</summary>
internal sealed class NamespaceModel
{
    public TfValue<string> Name;
    public TfValue<bool> HasSecret;
    public TfValue<bool> DefaultServiceAccountUsesIt;

    public static AttributeSet<NamespaceModel> Attributes { get; } = new()
    {
        { "name", static m => ref m.Name, Computed.Text("The name of the namespace.") },
        { "has_secret", static m => ref m.HasSecret, Computed.Flag("Whether it has the pull secret that the integration makes.") },
        { "default_service_account_uses_it", static m => ref m.DefaultServiceAccountUsesIt, Computed.Flag("Whether its `default` service account names the secret in `imagePullSecrets`.") },
    };

    public static NamespaceModel From(NamespaceHealth health) =>
        new() { Name = health.Name, HasSecret = health.HasSecret, DefaultServiceAccountUsesIt = health.DefaultAccountUsesIt };
}

/// <summary>One service account.</summary>
internal sealed class AccountModel
{
    public TfValue<string> Namespace;
    public TfValue<string> Name;
    public TfValue<long> Pods;

    public static AttributeSet<AccountModel> Attributes { get; } = new()
    {
        { "namespace", static m => ref m.Namespace, Computed.Text("The namespace of the account.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the account.") },
        { "pods", static m => ref m.Pods, Computed.Number("How many pods with images of the registry run as it.") },
    };

    public static AccountModel From(AccountWithoutSecret account) => new() { Namespace = account.Namespace, Name = account.Name, Pods = account.Pods };
}

/// <summary>One container that cannot be started.</summary>
internal sealed class FailingPodModel
{
    public TfValue<string> Namespace;
    public TfValue<string> Name;
    public TfValue<string> Container;
    public TfValue<string> Image;
    public TfValue<string> Reason;
    public TfValue<string> Message;

    public static AttributeSet<FailingPodModel> Attributes { get; } = new()
    {
        { "namespace", static m => ref m.Namespace, Computed.Text("The namespace of the pod.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the pod.") },
        { "container", static m => ref m.Container, Computed.Text("The name of the container.") },
        { "image", static m => ref m.Image, Computed.Text("The image as the pod names it.") },
        { "reason", static m => ref m.Reason, Computed.Text("`ErrImagePull`, `ImagePullBackOff` or `InvalidImageName`.") },
        { "message", static m => ref m.Message, Computed.Text("What the node says about it; null when it says nothing.") },
    };

    public static FailingPodModel From(FailingPull pull) => new()
    {
        Namespace = pull.Namespace,
        Name = pull.Pod,
        Container = pull.Container,
        Image = pull.Image,
        Reason = pull.Reason,
        Message = pull.Message,
    };
}
