using System.Collections.Immutable;
using Planton.DigitalOcean.Apps;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>The settings of the app: <c>app_platform</c> of a policy, <c>garbage_collection_app_platform</c> of a registry.</summary>
internal sealed class AppPlatformModel
{
    public const string DefaultImageTag = "1-latest";

    public TfValue<string> Region;
    public TfValue<string> InstanceSizeSlug;
    public TfValue<string> ImageTag;
    public TfValue<string> ProjectId;
    public TfValue<bool> RunCommandReplacesEntryPoint;
    public TfValue<string> TokenWo;
    public TfValue<long> TokenWoVersion;

    /// <summary>The default settings.</summary>
    public static AppPlatformModel Default() =>
        new() { InstanceSizeSlug = DoctlJob.SmallestSize, ImageTag = DefaultImageTag, RunCommandReplacesEntryPoint = true };

    /// <summary>Whether the second settings have another token than the first.</summary>
    public static bool HasNewToken(TfValue<AppPlatformModel> before, TfValue<AppPlatformModel> after) => VersionOf(after) != VersionOf(before);

    /// <summary>Whether the second settings have the app in another project than the first, which no update can do.</summary>
    public static bool MovesProject(TfValue<AppPlatformModel> before, TfValue<AppPlatformModel> after) =>
        before.IsKnown && after.IsKnown && after.Value.ProjectId != before.Value.ProjectId;

    private static TfValue<long> VersionOf(TfValue<AppPlatformModel> settings) => settings.IsKnown ? settings.Value.TokenWoVersion : default;

    /// <summary>The same settings with the changes made to the app.</summary>
    /// <param name="drift">The changes.</param>
    public AppPlatformModel With(AppDrift drift)
    {
        var copy = (AppPlatformModel)MemberwiseClone();
        if (drift.Region is { } region) copy.Region = region;
        if (drift.ImageTag is { } tag) copy.ImageTag = tag;
        if (drift.InstanceSizeSlug is { } size) copy.InstanceSizeSlug = size;
        return copy;
    }

    /// <summary>The attributes of the settings.</summary>
    /// <param name="projectChange">What a change of the project does, as the end of a sentence.</param>
    public static AttributeSet<AppPlatformModel> Attributes(string projectChange) => new()
    {
        {
            "region", static m => ref m.Region, new StringAttribute
            {
                Optional = true,
                Description = "The slug of the App Platform region, such as `fra`, which is independent of the registry's region. Default: DigitalOcean chooses.",
                Validators = [AppRules.Region],
            }
        },
        {
            "instance_size_slug", static m => ref m.InstanceSizeSlug, new StringAttribute
            {
                Optional = true,
                DefaultValue = DoctlJob.SmallestSize,
                Description = $"The size of the job's container, which is billed for the seconds that each run of the job takes. Default `{DoctlJob.SmallestSize}`.",
                Validators = [AppRules.NotBlank],
            }
        },
        {
            "image_tag", static m => ref m.ImageTag, new StringAttribute
            {
                Optional = true,
                DefaultValue = DefaultImageTag,
                Description = $"The tag of the public image `digitalocean/doctl` on Docker Hub, such as `latest` or a version. Default `{DefaultImageTag}`.",
                Validators = [AppRules.ImageTag],
            }
        },
        {
            "project_id", static m => ref m.ProjectId, new StringAttribute
            {
                Optional = true,
                Description = $"The UUID of the project in which the app is created. Default: the account's default project. Changing it {projectChange}.",
                Validators = [AppRules.Project],
            }
        },
        {
            "run_command_replaces_entry_point", static m => ref m.RunCommandReplacesEntryPoint, new BoolAttribute
            {
                Optional = true,
                DefaultValue = true,
                Description = "Whether App Platform runs the job's command instead of the image's entry point. If `false`, the command is passed to the "
                    + "entry point as arguments. DigitalOcean does not document which is right. Default `true`.",
            }
        },
        {
            "token_wo", static m => ref m.TokenWo, new StringAttribute
            {
                Optional = true,
                WriteOnly = true,
                Sensitive = true,
                Description = "The DigitalOcean API token of the job, with the scopes `registry:read` and `registry:update`. App Platform stores it "
                    + "encrypted; it is in no plan and no state. Required to create the app, and whenever `token_wo_version` changes.",
                Validators = [AppRules.NotBlank],
            }
        },
        {
            "token_wo_version", static m => ref m.TokenWoVersion, new Int64Attribute
            {
                Optional = true,
                Description = "Any number. Change it together with `token_wo` to make the app use the new token.",
            }
        },
    };
}

/// <summary>The current app: <c>app</c> of a policy, <c>garbage_collection_app</c> of a registry.</summary>
internal sealed class AppModel
{
    public TfValue<string> Id;
    public TfValue<string> Name;
    public TfValue<string> Billing;
    public TfValue<string> DeploymentPhase;
    public TfValue<ImmutableArray<TfValue<string>>> Differences;

    public static AttributeSet<AppModel> Attributes { get; } = new()
    {
        { "id", static m => ref m.Id, Computed.Text("The UUID of the app.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the app, derived from the registry's name.") },
        { "billing", static m => ref m.Billing, Computed.Text("What DigitalOcean bills: a container of which size, and for how long.") },
        { "deployment_phase", static m => ref m.DeploymentPhase, Computed.Text("The phase of the newest deployment; the schedule is in force once it is `ACTIVE`. DigitalOcean may add values.") },
        {
            "differences", static m => ref m.Differences, new ListAttribute<string>(TfTypes.String)
            {
                Computed = true,
                Description = "Changes to the app that no other attribute represents; the next apply reverts them. Usually empty.",
            }
        },
    };

    /// <summary>An app whose creation is not confirmed: it can only be found by its name.</summary>
    public static AppModel Unconfirmed(string registry) => new() { Name = AppName.For(registry) };

    /// <summary>The UUID of the app; null if there is no app, or none is confirmed.</summary>
    public static string? IdOf(TfValue<AppModel> app) => app.IsKnown && app.Value.Id.IsKnown ? app.Value.Id.Value : null;

    /// <summary>Whether the app is missing, or has changes that no other attribute shows.</summary>
    /// <param name="app">The app after the last refresh.</param>
    public static bool NeedsRepair(TfValue<AppModel> app) =>
        IdOf(app) is null || (app.Value.Differences.IsKnown && app.Value.Differences.Value.Length > 0);

    /// <summary>The app that an apply creates.</summary>
    /// <param name="size">The size of the job's container.</param>
    public static AppModel Planned(string registry, TfValue<string> size) => new()
    {
        Id = TfValue<string>.Unknown,
        Name = AppName.For(registry),
        Billing = size.IsKnown ? BillingOf(size.Value) : TfValue<string>.Unknown,
        DeploymentPhase = TfValue<string>.Unknown,
        Differences = TfValue<ImmutableArray<TfValue<string>>>.Unknown,
    };

    /// <summary>The app as the API shows it.</summary>
    /// <param name="size">The size of the job's container.</param>
    public static AppModel From(App app, string size, IReadOnlyList<string> differences) => new()
    {
        Id = app.Id,
        Name = app.Name,
        Billing = BillingOf(size),
        DeploymentPhase = PhaseOf(app),
        Differences = differences.Select(static text => TfValue<string>.Known(text)).ToImmutableArray(),
    };

    private static string BillingOf(string size) => $"a container of the size {size}, for the seconds that each run of the job takes";

    /// <summary>The phase of the newest deployment. If an app shows none, its deployment failed, since every app begins with one.</summary>
    private static string PhaseOf(App app) => (app.PendingDeployment ?? app.InProgressDeployment ?? app.ActiveDeployment) is { } newest
        ? newest.Phase is { Length: > 0 } phase ? phase : AppDeploymentPhases.Unknown
        : AppDeploymentPhases.Error;
}

/// <summary>A run of the job: the attribute <c>last_invocation</c>.</summary>
internal sealed class InvocationModel
{
    public TfValue<string> Id;
    public TfValue<string> Phase;
    public TfValue<string> CreatedAt;
    public TfValue<string> StartedAt;
    public TfValue<string> CompletedAt;
    public TfValue<string> RunUuid;

    public static AttributeSet<InvocationModel> Attributes { get; } = new()
    {
        { "id", static m => ref m.Id, Computed.Text("The UUID of the invocation.") },
        { "phase", static m => ref m.Phase, Computed.Text("The phase: `PENDING`, `RUNNING`, `SUCCEEDED`, `FAILED`, `CANCELED` or `SKIPPED`. DigitalOcean may add values.") },
        { "created_at", static m => ref m.CreatedAt, Computed.Text("When it was created (RFC 3339, UTC).") },
        { "started_at", static m => ref m.StartedAt, Computed.Text("When its container started (RFC 3339, UTC); null until then.") },
        { "completed_at", static m => ref m.CompletedAt, Computed.Text("When it ended (RFC 3339, UTC); null until then.") },
        { "run_uuid", static m => ref m.RunUuid, Computed.Text("The UUID of the garbage collection run that it started, matched by time; null if there is none.") },
    };

    public static InvocationModel From(Invocation invocation, string? runUuid) => new()
    {
        Id = invocation.Id,
        Phase = invocation.Phase,
        CreatedAt = Rfc3339.Format(invocation.CreatedAt),
        StartedAt = invocation.StartedAt is { } started ? Rfc3339.Format(started) : null,
        CompletedAt = invocation.CompletedAt is { } completed ? Rfc3339.Format(completed) : null,
        RunUuid = runUuid,
    };
}
