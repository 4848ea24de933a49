using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Credentials;
using TerraformProviderPlanton.Functions;
using TerraformProviderPlanton.GarbageCollection.Actions;
using TerraformProviderPlanton.GarbageCollection.Policy;
using TerraformProviderPlanton.Images;
using TerraformProviderPlanton.Integrations;
using TerraformProviderPlanton.Registries;
using TerraformProviderPlanton.Retention;
using TerraformProviderPlanton.Storage;
using TerraformProviderPlanton.Subscriptions;

namespace TerraformProviderPlanton;

/// <summary>
/// The provider <c>planton</c>: DigitalOcean's container registries, their garbage collection, and their integration with Kubernetes clusters.
/// Arguments, environment variables and precedence are those of the official DigitalOcean provider, so one setup works for both.
/// </summary>
/// <param name="environment">Reads an environment variable; null when it is not set.</param>
/// <param name="version">The provider's version, for the user agent.</param>
/// <param name="random">The source of jitter for retries.</param>
internal sealed class PlantonProvider(Func<string, string?> environment, string version, Random random) : Provider<ProviderModel, ProviderServices>
{
    /// <inheritdoc/>
    protected override Schema<ProviderModel> Schema { get; } = new()
    {
        Description = "Manages DigitalOcean container registries, their garbage collection and their integration with Kubernetes clusters (DOKS).",
        Attributes =
        {
            {
                "token", static m => ref m.Token, new StringAttribute
                {
                    Optional = true,
                    Sensitive = true,
                    Description = "The DigitalOcean API token. Default: the environment variable `DIGITALOCEAN_TOKEN`, then `DIGITALOCEAN_ACCESS_TOKEN`.",
                    Validators = [ProviderRules.Token],
                }
            },
            {
                "api_endpoint", static m => ref m.ApiEndpoint, new StringAttribute
                {
                    Optional = true,
                    Description = "The URL of the DigitalOcean API. Default: the environment variable `DIGITALOCEAN_API_URL`, then "
                        + "`https://api.digitalocean.com`. The scheme must be `https` unless the host is a loopback address.",
                    Validators = [ProviderRules.Endpoint],
                }
            },
            {
                "http_retry_max", static m => ref m.HttpRetryMax, new Int64Attribute
                {
                    Optional = true,
                    Description = "How many times a failed API request is retried; `0` turns retries off. Default: the environment variable "
                        + "`DIGITALOCEAN_HTTP_RETRY_MAX`, then `4`. A request that creates or starts something is retried only if it cannot have taken effect.",
                    Validators = [new Between(0, 100)],
                }
            },
            {
                "http_retry_wait_min", static m => ref m.HttpRetryWaitMin, new Float64Attribute
                {
                    Optional = true,
                    Description = "The minimum wait before a retry, in seconds. Default: the environment variable `DIGITALOCEAN_HTTP_RETRY_WAIT_MIN`, then `1.0`.",
                    Validators = [ProviderRules.Seconds],
                }
            },
            {
                "http_retry_wait_max", static m => ref m.HttpRetryWaitMax, new Float64Attribute
                {
                    Optional = true,
                    Description = "The maximum wait before a retry, in seconds. Default: the environment variable `DIGITALOCEAN_HTTP_RETRY_WAIT_MAX`, then `30.0`.",
                    Validators = [ProviderRules.Seconds],
                }
            },
            {
                "requests_per_second", static m => ref m.RequestsPerSecond, new Float64Attribute
                {
                    Optional = true,
                    Description = "The maximum number of API requests per second, from `0.01` to `10000`; `0` turns the provider's own limit off. Default: "
                        + "the environment variable `DIGITALOCEAN_REQUESTS_PER_SECOND`, then `0`.",
                    Validators = [ProviderRules.Rate],
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override IEnumerable<Resource> Resources =>
        [new RegistryResource(), new GarbageCollectionPolicyResource(), new RetentionPolicyResource(), new DoksIntegrationResource(), new SubscriptionResource()];

    /// <inheritdoc/>
    protected override IEnumerable<DataSource> DataSources =>
    [
        new RegistryDataSource(), new RegistriesDataSource(), new GarbageCollectionsDataSource(), new OptionsDataSource(), new SubscriptionDataSource(),
        new RepositoriesDataSource(), new ClustersDataSource(), new PullHealthDataSource(),
        new ImageDataSource(), new ImagesDataSource(), new ImagesInUseDataSource(), new RetentionPreviewDataSource(),
        new StorageForecastDataSource(),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Function> Functions => [new CronNextFunction(), new ImageFunction(), new ManifestDecodeFunction(), new ManifestsDecodeFunction()];

    /// <inheritdoc/>
    protected override IEnumerable<EphemeralResource> EphemeralResources => [new DockerCredentialsEphemeralResource()];

    /// <inheritdoc/>
    protected override IEnumerable<ProviderAction> Actions => [new GarbageCollectionAction(), new GarbageCollectionCancelAction()];

    /// <inheritdoc/>
    protected override IEnumerable<ListResource> ListResources => [new RegistryListResource(), new DoksIntegrationListResource()];

    /// <inheritdoc/>
    protected override Configuration<ProviderServices> Configure(ProviderModel config, ConfigureContext context)
    {
        if (config.Token.IsUnknown) return new(null, "token");
        if (config.ApiEndpoint.IsUnknown) return new(null, "api_endpoint");

        var settings = new ProviderSettings(environment, context.Diagnostics);
        var options = settings.Read(config, $"Terraform/{Token(context.TerraformVersion)} terraform-provider-planton/{version}");
        if (options is null || context.Diagnostics.HasErrors) return new(null);

        var calls = new ApiLog(context.Log);
#pragma warning disable CA2000 // Calls of an earlier configuration may still be using its client; the process is its life.
        return new(new ProviderServices(new DigitalOceanClient(options, context.Time, random, calls.Write, calls.Write, variable: environment)));
#pragma warning restore CA2000
    }

    /// <summary>The characters of a version that are allowed in a header.</summary>
    private static string Token(string text) => string.Concat(text.Where(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '+'));

    /// <inheritdoc/>
    protected override IDisposable BeginOperation(ProviderServices data, TimeSpan limit) => data.Client.BeginDeadline(limit);

    /// <inheritdoc/>
    protected override Diagnostic? Explain(Exception exception, string action) => exception switch
    {
        ApiException failure => ApiFailure.Describe(failure, action),
        InvalidPathSegmentException wrong => new(DiagnosticSeverity.Error, $"{action} failed", $"{wrong.Message} Correct the name or id; if it comes from a state that was edited by hand, restore a backup."),
        _ => null,
    };
}

/// <summary>The provider block.</summary>
internal sealed class ProviderModel
{
    public TfValue<string> Token;
    public TfValue<string> ApiEndpoint;
    public TfValue<long> HttpRetryMax;
    public TfValue<double> HttpRetryWaitMin;
    public TfValue<double> HttpRetryWaitMax;
    public TfValue<double> RequestsPerSecond;
}
