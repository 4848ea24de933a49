using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Credentials;

/// <summary>
/// Docker credentials that last as long as the CLI runs: created when it opens them, in plans and in applies, and revoked when it closes them. They
/// cannot be extended, so a renewal is never requested; <c>expiry_seconds</c> is the fallback for a run that ends without closing.
/// </summary>
internal sealed partial class DockerCredentialsEphemeralResource() : EphemeralResource<DockerCredentialsModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_docker_credentials";

    private const long DefaultExpirySeconds = 3600;

    // How long an interrupted open waits for its response, which alone says which token to revoke.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Schema<DockerCredentialsModel> Schema { get; } = new()
    {
        Description = "Creates Docker credentials for a DigitalOcean container registry that last for one plan or apply. They are a new API token, which is revoked at "
            + "the end of the run, and are never stored in state or in a plan.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, which must exist. The credentials give access to all registries of its team.",
                    Validators = [RegistryRules.Name],
                }
            },

            // Optional
            {
                "read_write", static m => ref m.ReadWrite, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether the credentials allow pushing as well as pulling. Default `false`.",
                }
            },
            {
                "expiry_seconds", static m => ref m.ExpirySeconds, new Int64Attribute
                {
                    Optional = true,
                    DefaultValue = DefaultExpirySeconds,
                    Description = $"The number of seconds after which the credentials expire if they have not been revoked, from 1 to {DockerCredentialsClient.MaxExpirySeconds}. "
                        + "They cannot be renewed, so they must outlast the run. `0`, which the API treats as no expiry, is not allowed. Default "
                        + $"`{DefaultExpirySeconds}`, one hour.",
                    Validators = [DockerCredentialsRules.Expiry],
                }
            },

            // Read-only
            { "docker_config_json", static m => ref m.DockerConfigJson, Computed.Secret("The content of a Docker `config.json`, as written by `docker login`.") },
            { "username", static m => ref m.Username, Computed.Secret("The user name to log in with: the account's e-mail address or, for some accounts, the token again.") },
            { "password", static m => ref m.Password, Computed.Secret("The password to log in with: the token.") },
            {
                "server", static m => ref m.Server, new StringAttribute
                {
                    Computed = true,
                    Description = "The host to log in to: `registry.digitalocean.com`.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(DockerCredentialsModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<DockerCredentialsModel> OpenAsync(DockerCredentialsModel config, EphemeralContext<ProviderServices> context)
    {
        var credentials = await MintAsync(config, context);
        new CredentialsPrivateState(context.Private).Remember(
            config.RegistryName.Value, credentials.Password, context.ProviderData.Client.Clock.UtcNow() + TimeSpan.FromSeconds(config.ExpirySeconds.Value));

        // From here on, an error revokes the token. So does this one if the user has stopped the run in the meantime.
        context.Cancellation.ThrowIfCancellationRequested();
        return new()
        {
            RegistryName = config.RegistryName,
            ReadWrite = config.ReadWrite,
            ExpirySeconds = config.ExpirySeconds,
            DockerConfigJson = credentials.ConfigJson,
            Username = credentials.Username,
            Password = credentials.Password,
            Server = credentials.Server,
        };
    }

    /// <summary>Never requested, but harmless: the values that were returned stay valid until they expire, and cannot be replaced.</summary>
    /// <inheritdoc/>
    protected override Task RenewAsync(EphemeralContext<ProviderServices> context)
    {
        WarnIfEnded(new CredentialsPrivateState(context.Private), context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task CloseAsync(EphemeralContext<ProviderServices> context)
    {
        // Without a token nothing was opened, because the provider's own configuration was not known yet.
        var memory = new CredentialsPrivateState(context.Private);
        if (memory.Token is not { } token) return;

        try
        {
            var credentials = new DockerCredentials("{}", RegistryAddress.Server, string.Empty, token);
            var revoked = await context.ProviderData.Client.DockerCredentials.RevokeAsync(credentials, context.Cancellation);
            LogClosed(context.Log, memory.Registry, revoked);
        }
        catch (Exception failure) when (failure is ApiException or OperationCanceledException)
        {
            WarnNotRevoked(memory, failure is ApiException ? failure.Message : "The API did not respond in time.", context.Diagnostics);
        }

        WarnIfEnded(memory, context);
    }

    private static async Task<DockerCredentials> MintAsync(DockerCredentialsModel config, EphemeralContext<ProviderServices> context)
    {
        var (registry, expiry) = (config.RegistryName.Value, config.ExpirySeconds.Value);

        // The CLIs validate first. Anyone else must not get credentials that never expire.
        if (expiry is < 1 or > DockerCredentialsClient.MaxExpirySeconds) throw InvalidExpiry();
        context.Cancellation.ThrowIfCancellationRequested();
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        await using var stop = context.Cancellation.Register(() => grace.CancelAfter(GracePeriod));
        try
        {
            return await context.ProviderData.Client.DockerCredentials.CreateAsync(registry, config.ReadWrite.Value, expiry, grace.Token);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            throw UnknownRegistry(registry, failure);
        }
        catch (ApiException failure) when (failure.MayHaveTakenEffect)
        {
            throw Uncertain(registry, expiry, ApiFailure.Explain(failure));
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            throw Uncertain(registry, expiry, "The run was stopped before the API responded.");
        }
    }

    private static DiagnosticException InvalidExpiry() => new(
        "Invalid expiry_seconds", $"The value must be a number of seconds from 1 to {DockerCredentialsClient.MaxExpirySeconds}. Correct it and run again.", "expiry_seconds");

    private static DiagnosticException UnknownRegistry(string registry, ApiException failure) => Errors.RegistryNotFound(
        registry,
        "registry_name",
        $"{ApiFailure.Explain(failure)}\n\nCredentials are opened during a plan too, as soon as their arguments are known. If the same configuration creates the "
        + "registry, its name must come from a value that is known only once the registry exists, such as the output of a terraform_data resource whose "
        + "input is the registry's name.");

    private static DiagnosticException Uncertain(string registry, long expiry, string why) => new(
        $"The Docker credentials of the registry \"{registry}\" could not be read",
        $"{why}\n\nA token whose value is unknown may have been created. It expires after {expiry} seconds. To revoke it now, delete it in the control "
        + "panel, under API.");

    private static void WarnNotRevoked(CredentialsPrivateState memory, string why, DiagnosticList diagnostics) => diagnostics.Warning(
        $"The Docker credentials of the registry \"{memory.Registry}\" were not revoked",
        $"{why}\n\nTheir token expires at {memory.ExpiresAtText}. To revoke it now, delete it in the control panel, under API.");

    private static void WarnIfEnded(CredentialsPrivateState memory, EphemeralContext<ProviderServices> context)
    {
        if (memory.ExpiresAt is not { } end || context.ProviderData.Client.Clock.UtcNow() < end) return;

        context.Diagnostics.Warning(
            $"The Docker credentials of the registry \"{memory.Registry}\" expired before the run ended",
            $"They expired at {memory.ExpiresAtText}, and everything that used them after that was refused. Credentials cannot be renewed: set expiry_seconds "
            + "to more than the length of a run.");
    }

    [LoggerMessage(140, LogLevel.Debug, "Docker credentials of {registry} closed, token revoked: {revoked}")]
    private static partial void LogClosed(ILogger logger, string? registry, bool revoked);
}

/// <summary>Arguments and results of <c>planton_docr_docker_credentials</c>.</summary>
internal sealed class DockerCredentialsModel
{
    public TfValue<string> RegistryName;
    public TfValue<bool> ReadWrite;
    public TfValue<long> ExpirySeconds;
    public TfValue<string> DockerConfigJson;
    public TfValue<string> Username;
    public TfValue<string> Password;
    public TfValue<string> Server;
}

/// <summary>The rules for the arguments of <c>planton_docr_docker_credentials</c>.</summary>
internal static class DockerCredentialsRules
{
    public static Validator<long> Expiry { get; } = new ExpiryRule();

    private sealed class ExpiryRule : Validator<long>
    {
        public override string Description => $"be from 1 to {DockerCredentialsClient.MaxExpirySeconds}";

        public override void Validate(ValidatorRequest<long> request)
        {
            if (request.Value == 0)
            {
                request.Refuse("The API treats 0 as credentials that never expire, which a single run does not need. Set the longest time that a run may take.");
            }
            else if (request.Value is < 0 or > DockerCredentialsClient.MaxExpirySeconds)
            {
                request.Refuse($"The value must be a number of seconds from 1 to {DockerCredentialsClient.MaxExpirySeconds}.");
            }
        }
    }
}
