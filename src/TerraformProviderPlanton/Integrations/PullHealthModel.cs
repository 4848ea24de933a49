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
        Description = "Checks in a Kubernetes cluster (DOKS) whether it can pull the images of a container registry: whether each namespace has the pull secret of the "
            + "integration, which service accounts do not use it, and which pods cannot pull. It does not read the data of any secret.",
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
                Computed.Flag("Whether the registry is integrated, every namespace and every service account that needs the pull secret has it, and no pod fails to pull.")
            },
            {
                "problems", static m => ref m.Problems, new ListAttribute<string>(TfTypes.String)
                {
                    Computed = true,
                    Description = "What is wrong, in sentences. Empty when the cluster is healthy.",
                }
            },
            {
                "namespaces", static m => ref m.Namespaces, new ListNestedAttribute<NamespaceModel>(NamespaceModel.Attributes)
                {
                    Computed = true,
                    Description = "The namespaces, sorted by name, except those that are being deleted.",
                }
            },
            {
                "service_accounts_without_secret", static m => ref m.ServiceAccountsWithoutSecret, new ListNestedAttribute<AccountModel>(AccountModel.Attributes)
                {
                    Computed = true,
                    Description = "The service accounts, other than the default ones, that run pods with images of the registry and do not use the pull secret.",
                }
            },
            {
                "failing_pods", static m => ref m.FailingPods, new ListNestedAttribute<FailingPodModel>(FailingPodModel.Attributes)
                {
                    Computed = true,
                    Description = "The containers whose image is in the registry and cannot be pulled.",
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
        { "has_secret", static m => ref m.HasSecret, Computed.Flag("Whether it contains the pull secret that the integration creates.") },
        { "default_service_account_uses_it", static m => ref m.DefaultServiceAccountUsesIt, Computed.Flag("Whether the `imagePullSecrets` of its `default` service account include the secret.") },
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
        { "pods", static m => ref m.Pods, Computed.Number("How many pods with images of the registry use it.") },
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
        { "image", static m => ref m.Image, Computed.Text("The image as written in the pod.") },
        { "reason", static m => ref m.Reason, Computed.Text("`ErrImagePull`, `ImagePullBackOff` or `InvalidImageName`.") },
        { "message", static m => ref m.Message, Computed.Text("The message of the node; null if there is none.") },
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
