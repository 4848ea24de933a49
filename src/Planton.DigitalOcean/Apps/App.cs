using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Apps;

/// <summary>An app of App Platform: its specification and its deployments.</summary>
public sealed record App
{
    /// <summary>The identity, a UUID.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The name, unique in the account; it stands in the specification.</summary>
    public string Name => Spec.Name;

    /// <summary>The specification, with the service's defaults filled in and secrets encrypted.</summary>
    public AppSpec Spec { get; init => field = value ?? new AppSpec(); } = new();

    /// <summary>The deployment in service; its specification's schedules are the ones in force. Null before the first one is.</summary>
    public AppDeployment? ActiveDeployment { get; init; }

    /// <summary>The deployment that is queued; the response to a create or an update contains the one that it caused.</summary>
    public AppDeployment? PendingDeployment { get; init; }

    /// <summary>The deployment in progress.</summary>
    public AppDeployment? InProgressDeployment { get; init; }

    /// <summary>The deployment that a rollback holds the app at; null when none does.</summary>
    public AppDeployment? PinnedDeployment { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When the configuration was last changed: RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>Where it runs.</summary>
    public AppRegion? Region { get; init; }

    /// <summary>The UUID of its project; null or empty when the API does not say, which it may fail to even where there is one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The pricing tier, such as <c>basic</c>.</summary>
    public string? TierSlug { get; init; }
}

/// <summary>A region of App Platform; it spans data centers, so its slug is another than a registry's.</summary>
public sealed record AppRegion
{
    /// <summary>The identity, such as <c>fra</c>.</summary>
    public string Slug { get; init => field = value ?? ""; } = "";
}

/// <summary>One attempt to bring a specification into service.</summary>
public sealed record AppDeployment
{
    /// <summary>The identity, a UUID.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>What it brings into service; null when the API does not say.</summary>
    public AppSpec? Spec { get; init; }

    /// <summary>Where it stands: see <see cref="AppDeploymentPhases"/>; an open set; empty when the API does not say.</summary>
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>The cause, as the API states it.</summary>
    public string? Cause { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }
}

/// <summary>Phases of deployments that are known; the set is open.</summary>
public static class AppDeploymentPhases
{
    /// <summary>Not told.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>Waits to be built.</summary>
    public const string PendingBuild = "PENDING_BUILD";

    /// <summary>Being built.</summary>
    public const string Building = "BUILDING";

    /// <summary>Waits to be put into service.</summary>
    public const string PendingDeploy = "PENDING_DEPLOY";

    /// <summary>Being put into service.</summary>
    public const string Deploying = "DEPLOYING";

    /// <summary>In service.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Was in service until a newer one took its place.</summary>
    public const string Superseded = "SUPERSEDED";

    /// <summary>Failed; the one in service before stays so.</summary>
    public const string Error = "ERROR";

    /// <summary>Given up on request, or for a newer one.</summary>
    public const string Canceled = "CANCELED";

    /// <summary>Whether a deployment has ended. All phases but four, including unknown ones, mean that it continues.</summary>
    /// <param name="phase">The phase of a deployment.</param>
    /// <returns>True for active, superseded, error and canceled.</returns>
    public static bool IsTerminal(string? phase) => phase is Active or Superseded or Error or Canceled;
}

internal sealed record AppEnvelope(App? App);

internal sealed record AppPage(IReadOnlyList<App?>? Apps, Links? Links, Meta? Meta) : IPage<App>
{
    IReadOnlyList<App> IPage<App>.Items => Apps.WhereNotNull();

    // If a missing list passed for an empty one, an app would be created twice, and images in use would count as unused.
    bool IPage<App>.IsComplete => Apps?.All(static app => app is { Id.Length: > 0 }) ?? Meta?.Total == 0;
}

internal sealed record AppDeploymentPage(IReadOnlyList<AppDeployment?>? Deployments, Links? Links, Meta? Meta) : IPage<AppDeployment>
{
    IReadOnlyList<AppDeployment> IPage<AppDeployment>.Items => Deployments.WhereNotNull();

    bool IPage<AppDeployment>.IsComplete => Deployments is not null || Meta?.Total == 0;
}

internal sealed record CreateAppRequest(AppSpec Spec, string? ProjectId);

internal sealed record UpdateAppRequest(AppSpec Spec);
