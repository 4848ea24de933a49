using System.Text.Json;
using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Apps;

internal sealed record AppWire(
    string Id,
    string OwnerUuid,
    JsonElement Spec,
    string CreatedAt,
    string UpdatedAt,
    string LastDeploymentCreatedAt,
    AppRegionWire Region,
    string TierSlug,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeploymentWire? ActiveDeployment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeploymentWire? InProgressDeployment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeploymentWire? PendingDeployment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ProjectId)
{
    public static AppWire Of(SimulatedApp app, AccountSeed account, bool withProject) => new(
        app.Id,
        account.TeamUuid,
        app.Spec,
        WireTime.Seconds(app.CreatedAt),
        WireTime.Seconds(app.UpdatedAt),
        WireTime.Seconds(app.Deployments[^1].CreatedAt),
        AppRegionWire.Of(app.Spec),
        "basic",
        DeploymentWire.Of(app.ActiveDeployment),
        DeploymentWire.Of(app.InProgressDeployment),
        DeploymentWire.Of(app.PendingDeployment),
        withProject ? app.ProjectId : null);
}

internal sealed record AppRegionWire(string Slug, string Label, string Flag, string Continent, IReadOnlyList<string> DataCenters)
{
    public static AppRegionWire Of(JsonElement spec)
    {
        var slug = spec.TryGetProperty("region", out var named) ? named.GetString() : null;
        var region = Catalog.AppRegions.FirstOrDefault(one => one.Slug == slug) ?? Catalog.AppRegions[0];
        return new AppRegionWire(region.Slug, region.Label, region.Flag, region.Continent, region.DataCenters);
    }
}

internal sealed record DeploymentWire(
    string Id,
    JsonElement Spec,
    IReadOnlyList<DeployedJobWire> Jobs,
    string Cause,
    string Phase,
    string PhaseLastUpdatedAt,
    string CreatedAt,
    string UpdatedAt,
    string TierSlug)
{
    public static DeploymentWire? Of(SimulatedDeployment? deployment) => deployment is null ? null : new DeploymentWire(
        deployment.Id,
        deployment.Spec,
        [.. JobsOf(deployment.Spec)],
        deployment.Cause,
        deployment.Phase,
        WireTime.Seconds(deployment.UpdatedAt),
        WireTime.Seconds(deployment.CreatedAt),
        WireTime.Seconds(deployment.UpdatedAt),
        "basic");

    private static IEnumerable<DeployedJobWire> JobsOf(JsonElement spec) =>
        spec.TryGetProperty("jobs", out var jobs) && jobs.ValueKind == JsonValueKind.Array
            ? jobs.EnumerateArray().Select(job => new DeployedJobWire(job.GetProperty("name").GetString()!))
            : [];
}

internal sealed record DeployedJobWire(string Name);
