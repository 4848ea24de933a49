using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>What the service refuses in an app specification. As there, only the first fault is told.</summary>
internal sealed partial class AppSpecRules(Behavior behavior)
{
    private static readonly string[] Components = ["services", "static_sites", "workers", "jobs", "functions", "databases"];
    private static readonly string[] Kinds = ["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", JobSpec.Scheduled];
    private static readonly string[] Scopes = ["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"];
    private static readonly string[] Types = ["GENERAL", EnvSpec.Secret];

    /// <summary>Reads a specification that may be asked for.</summary>
    /// <exception cref="ApiErrorException">It may not.</exception>
    public AppSpec Read(JsonObject node)
    {
        var spec = Typed(node);
        CheckName(spec.Name, "name");
        var isRegion = spec.Region is null or "" || Catalog.AppRegions.Any(region => region.Slug == spec.Region);
        Require(isRegion, "region", $"unknown region {spec.Region}");
        CheckComponents(node);
        CheckEnvs(spec.Envs, "envs");
        foreach (var (index, job) in (spec.Jobs ?? []).Index()) CheckJob(job!, $"jobs[{index}]");
        CheckImages(spec.Services, "services");
        CheckImages(spec.Workers, "workers");
        return spec;
    }

    /// <summary>The slots of a job that has been accepted once, whatever would be refused now.</summary>
    public CronSchedule Slots(ScheduleSpec schedule) => Schedule(schedule, "schedule", sundayMayBeSeven: true);

    private CronSchedule Schedule(ScheduleSpec schedule, string field, bool sundayMayBeSeven)
    {
        Require(schedule.Cron is { Length: > 0 }, field + ".cron", "is required");
        var name = schedule.TimeZone is null or "" ? "UTC" : schedule.TimeZone;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        Require(zone is not null, field + ".time_zone", $"unknown time zone {name}");
        try
        {
            return new CronSchedule(CronFields.Parse(schedule.Cron!, sundayMayBeSeven), zone!, behavior.ScheduleClockChange);
        }
        catch (FormatException fault)
        {
            throw Refusal(field + ".cron", fault.Message);
        }
    }

    private AppSpec Typed(JsonObject node)
    {
        try
        {
            return AppSpec.Read(node);
        }
        catch (JsonException fault)
        {
            throw Refusal(fault.Path?.TrimStart('$', '.') ?? "", "has another type");
        }
    }

    private void CheckComponents(JsonObject node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in Components)
        {
            foreach (var (index, component) in (node[list] as JsonArray ?? []).Index())
            {
                var field = $"{list}[{index}].name";
                Require(component is JsonObject, $"{list}[{index}]", "is null");
                var name = component!["name"]?.GetValueKind() == JsonValueKind.String ? component["name"]!.GetValue<string>() : null;
                CheckName(name, field);
                Require(names.Add(name!), field, $"component name {name} is not unique");
            }
        }

        Require(names.Count > 0, "services", "an app must have at least one component");
        var others = names.Count - (node["jobs"] as JsonArray ?? []).Count;
        Require(others > 0 || !behavior.AppNeedsMoreThanJobs, "services", "an app must have a component other than jobs");
    }

    private void CheckJob(JobSpec job, string field)
    {
        Require(job.Kind is null || Kinds.Contains(job.Kind), field + ".kind", $"unknown kind {job.Kind}");
        Require(job.IsScheduled == job.Schedule is not null, field + ".schedule", job.IsScheduled ? "is required" : "is only for scheduled jobs");
        if (job.Schedule is not null) _ = Schedule(job.Schedule, field + ".schedule", behavior.SundayMayBeSeven);
        Require(job.Timeout is null || GoSpan.Parse(job.Timeout) > TimeSpan.Zero, field + ".timeout", $"invalid duration {job.Timeout}");
        object?[] sources = [job.Image, job.Git, job.Github, job.Gitlab, job.Bitbucket];
        Require(sources.Count(source => source is not null) == 1, field, "needs one source: image, git, github, gitlab or bitbucket");
        if (job.Image is not null) CheckImage(job.Image, field + ".image");
        CheckEnvs(job.Envs, field + ".envs");
        var size = job.InstanceSizeSlug;
        Require(size is null || SizePattern.IsMatch(size), field + ".instance_size_slug", $"unknown size {size}");
        Require(job.InstanceCount is null or >= 1, field + ".instance_count", "must be at least 1");
        Require((job.Alerts ?? []).All(alert => alert?.Rule is { Length: > 0 }), field + ".alerts", "an alert needs a rule");
    }

    private void CheckImages(IReadOnlyList<ComponentSpec?>? components, string list)
    {
        foreach (var (index, component) in (components ?? []).Index())
        {
            if (component!.Image is { } image) CheckImage(image, $"{list}[{index}].image");
        }
    }

    private void CheckImage(ImageSpec image, string field)
    {
        Require(image.RegistryType is "DOCKER_HUB" or "DOCR" or "GHCR", field + ".registry_type", $"unknown registry type {image.RegistryType}");
        var isOwn = image.RegistryType == "DOCR";
        Require(isOwn == string.IsNullOrEmpty(image.Registry), field + ".registry", isOwn ? "must be empty for DOCR" : "is required");
        Require(image.Repository is { Length: > 0 }, field + ".repository", "is required");
        Require(image.Tag is null or "" || image.Digest is null or "", field + ".digest", "cannot be set together with tag");
        Require(image.Digest is null or "" || DigestPattern.IsMatch(image.Digest), field + ".digest", $"invalid digest {image.Digest}");
    }

    private void CheckEnvs(IReadOnlyList<EnvSpec?>? envs, string field)
    {
        foreach (var env in envs ?? [])
        {
            Require(env?.Key is not null && KeyPattern.IsMatch(env.Key), field + ".key", $"invalid key {env?.Key}");
            Require(env!.Scope is null || Scopes.Contains(env.Scope), field + ".scope", $"unknown scope {env.Scope}");
            Require(env.Type is null || Types.Contains(env.Type), field + ".type", $"unknown type {env.Type}");
            Require(env.Type != EnvSpec.Secret || env.Value is { Length: > 0 }, field + ".value", $"{env.Key} has no value");
        }

        Require((envs ?? []).DistinctBy(env => env!.Key).Count() == (envs ?? []).Count, field + ".key", "keys must be unique");
    }

    private void CheckName(string? name, string field) => Require(
        name is not null && NamePattern.IsMatch(name), field, $"invalid name {name}: use 2 to 32 lower case letters, digits and dashes");

    private void Require(bool holds, string field, string fault)
    {
        if (!holds) throw Refusal(field, fault);
    }

    private ApiErrorException Refusal(string field, string fault) =>
        ApiErrorException.Of(behavior.InvalidAppSpecStatus, $"error validating app spec field \"{field}\": {fault}");

    [GeneratedRegex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex KeyPattern { get; }

    /// <summary>The list of sizes is open: whatever has the form of one counts as one.</summary>
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9.]+)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex SizePattern { get; }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex DigestPattern { get; }
}
