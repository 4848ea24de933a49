using System.Diagnostics.CodeAnalysis;
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeploymentWire? PinnedDeployment,
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
        DeploymentWire.Of(app.PinnedDeployment),
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
    IReadOnlyList<DeployedComponentWire> Services,
    IReadOnlyList<DeployedComponentWire> StaticSites,
    IReadOnlyList<DeployedComponentWire> Workers,
    IReadOnlyList<DeployedComponentWire> Jobs,
    IReadOnlyList<DeployedComponentWire> Functions,
    string Cause,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClonedFrom,
    string Phase,
    string PhaseLastUpdatedAt,
    string CreatedAt,
    string UpdatedAt,
    string TierSlug)
{
    [return: NotNullIfNotNull(nameof(deployment))]
    public static DeploymentWire? Of(SimulatedDeployment? deployment) => deployment is null ? null : new DeploymentWire(
        deployment.Id,
        deployment.Spec,
        Components(deployment, "services"),
        Components(deployment, "static_sites"),
        Components(deployment, "workers"),
        Components(deployment, "jobs"),
        Components(deployment, "functions"),
        deployment.Cause,
        deployment.ClonedFrom,
        deployment.Phase,
        WireTime.Seconds(deployment.UpdatedAt),
        WireTime.Seconds(deployment.CreatedAt),
        WireTime.Seconds(deployment.UpdatedAt),
        "basic");

    private static IReadOnlyList<DeployedComponentWire> Components(SimulatedDeployment deployment, string list) =>
        deployment.Spec.TryGetProperty(list, out var components) && components.ValueKind == JsonValueKind.Array
            ? [.. components.EnumerateArray().Select(component => new DeployedComponentWire(component.GetProperty("name").GetString()!))]
            : [];
}

internal sealed record DeployedComponentWire(string Name);
