using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Storage;

/// <summary>What <c>planton_docr_storage_forecast</c> gives, and how many requests it takes.</summary>
public sealed class StorageForecastTests
{
    private const string TypeName = "planton_docr_storage_forecast";
    private const long Gibibyte = 1L << 30;

    [Fact]
    public async Task Growth_and_price_follow_from_what_was_pushed()
    {
        await using var world = await StartAsync(Image("web", days: 5, gibibytes: 2), Image("web", days: 10, gibibytes: 1), Image("api", days: 40, gibibytes: 1), Image("api", days: 3, gibibytes: 0.5, tag: null));

        var data = await world.Core.ReadDataAsync(TypeName, """{ "window_days": 10 }""");

        Assert.Equal(CtyValue.String("2026-03-02T00:00:00Z"), data["as_of"]);
        Assert.Equal((Bytes(4.5), Bytes(5), Bytes(0.5)), (data["stored_bytes"], data["included_storage_bytes"], data["reclaimable_bytes"]));
        Assert.Equal(CtyValue.String("manifests"), data["growth_basis"]);
        Assert.Equal((Bytes(0.35), Bytes(0.35), Bytes(0.35)), (data["growth_bytes_per_day"], data["growth_bytes_per_day_low"], data["growth_bytes_per_day_high"]));
        Assert.Equal(["2026-02-20 1.0", "2026-02-25 2.0", "2026-02-27 0.5"], Days(data));
        Assert.Equal(["main/api 1.5 0.5 0.05: 2026-02-27 0.5", "main/web 3.0 0.0 0.30: 2026-02-20 1.0, 2026-02-25 2.0"], Objects(data["repositories"]).Select(Show));
    }

    [Fact]
    public async Task The_allowance_ends_later_and_the_month_costs_less_after_a_collection()
    {
        await using var world = await StartAsync(Image("web", days: 5, gibibytes: 3), Image("web", days: 40, gibibytes: 1.5, tag: null));

        var data = await world.Core.ReadDataAsync(TypeName, """{ "window_days": 10 }""");

        // 0.3 GiB a day; April, which begins thirty days from now, has thirty days.
        Assert.Equal("1 day left, until 2026-03-03T00:00:00Z, then 22.5 GiB for 527 (527 to 527)", Show(data["as_is"]));
        Assert.Equal("6 days left, until 2026-03-08T00:00:00Z, then 21.0 GiB for 524 (524 to 524)", Show(data["after_collection"]));
    }

    [Fact]
    public async Task What_garbage_collection_freed_is_the_error_of_the_growth()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Tier = "basic",
            Registries =
            [
                new()
                {
                    Name = "main",
                    Age = TimeSpan.FromDays(100),
                    Manifests = [Image("web", days: 5, gibibytes: 3)],
                    GarbageCollections = [new() { FreedBytes = 4 * Gibibyte, CreatedAt = new(2026, 2, 25, 3, 0, 0, TimeSpan.Zero) }, new() { FreedBytes = 7, CreatedAt = new(2025, 2, 25, 3, 0, 0, TimeSpan.Zero) }],
                },
            ],
        });

        var data = await world.Core.ReadDataAsync(TypeName, """{ "window_days": 10 }""");

        Assert.Equal((Bytes(0.3), Bytes(-0.1), Bytes(0.3)), (data["growth_bytes_per_day"], data["growth_bytes_per_day_low"], data["growth_bytes_per_day_high"]));
        Assert.Equal("6 days left, until 2026-03-08T00:00:00Z, then 21.0 GiB for 524 (500 to 524)", Show(data["as_is"]));
    }

    [Fact]
    public async Task Kept_samples_show_the_growth_with_its_deletions()
    {
        await using var world = await StartAsync(Image("web", days: 5, gibibytes: 3));

        var data = await world.Core.ReadDataAsync(TypeName, $$"""{ "samples": [{ "at": "2026-02-26T09:00:00Z", "stored_bytes": {{2 * Gibibyte}} }] }""");

        Assert.Equal(CtyValue.String("samples"), data["growth_basis"]);
        Assert.Equal((CtyValue.String("2026-03-02T09:00:00Z"), Bytes(3)), (((CtyObject)data["sample"])["at"], ((CtyObject)data["sample"])["stored_bytes"]));
        Assert.Equal(Bytes(0.25), data["growth_bytes_per_day"]);
    }

    [Theory]
    [InlineData("""{ "window_days": 0 }""", "window_days")]
    [InlineData("""{ "window_days": 367 }""", "window_days")]
    [InlineData("""{ "samples": [{ "at": "yesterday", "stored_bytes": 1 }] }""", "samples")]
    [InlineData("""{ "samples": [{ "at": "2026-03-01T00:00:00Z", "stored_bytes": -1 }] }""", "samples")]
    public async Task Wrong_arguments_are_refused(string config, string path)
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync(TypeName, config));

        Assert.StartsWith(path, $"{Assert.Single(error.Errors).Path}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_subscription_is_an_error()
    {
        await using var world = await ProviderFixture.StartAsync();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync(TypeName, "{}"));

        Assert.Equal("The account has no container registry subscription", Assert.Single(error.Errors).Summary);
    }

    [Fact]
    public async Task An_account_without_registries_costs_its_tier()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "basic" });

        var data = await world.Core.ReadDataAsync(TypeName, "{}");

        Assert.Empty(Objects(data["repositories"]));
        Assert.True(((CtyObject)data["as_is"])["allowance_ends_at"].IsNull);
        Assert.Equal(CtyValue.Number(500), ((CtyObject)data["as_is"])["next_month_price_in_cents"]);
    }

    [Theory]
    [InlineData("/v2/registries/*/repositoriesV2")]
    [InlineData("/v2/registries/*/garbage-collections")]
    public async Task A_registry_that_is_deleted_meanwhile_is_left_out(string path)
    {
        await using var world = await StartAsync(Image("web", days: 5, gibibytes: 3));
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Method = "GET", Path = path });

        Assert.Empty(Objects((await world.Core.ReadDataAsync(TypeName, "{}"))["repositories"]));
    }

    [Fact]
    public async Task A_registry_takes_a_request_for_its_repositories_one_for_its_runs_and_one_for_each_repository()
    {
        await using var world = await StartAsync(Image("web", days: 5, gibibytes: 3), Image("api", days: 5, gibibytes: 3));
        await world.Core.ReadDataAsync(TypeName, "{}");

        Assert.Equal(
            [
                "/v2/registries", "/v2/registries/main/garbage-collections", "/v2/registries/main/repositories/api/digests", "/v2/registries/main/repositories/web/digests",
                "/v2/registries/main/repositoriesV2", "/v2/registries/subscription",
            ],
            world.Simulator.Requests.All.Select(static request => request.Path).Order(StringComparer.Ordinal));
    }

    private static Task<ProviderFixture> StartAsync(params IReadOnlyList<ManifestSeed> manifests) => ProviderFixture.StartAsync(new()
    {
        Tier = "basic",
        Registries = [new() { Name = "main", Age = TimeSpan.FromDays(100), Manifests = manifests }],
    });

    private static ManifestSeed Image(string repository, int days, double gibibytes, string? tag = "v1") => new()
    {
        Repository = repository,
        Tags = tag is null ? [] : [$"{tag}-{days}"],
        Age = TimeSpan.FromDays(days),
        Blobs = [new($"sha256:{repository}{days}", (long)(gibibytes * Gibibyte))],
    };

    private static CtyValue Bytes(double gibibytes) => CtyValue.Number((long)Math.Round(gibibytes * Gibibyte));

    private static double Number(CtyValue bytes) => Assert.IsType<CtyNumber>(bytes).ToDouble() / Gibibyte;

    private static string Text(CtyValue value) => value.ToString()!.Trim('"');

    private static IEnumerable<CtyObject> Objects(CtyValue list) => Assert.IsType<CtySequence>(list).Elements.Cast<CtyObject>();

    private static IEnumerable<string> Days(CtyObject data) => Assert.IsType<CtyMap>(data["bytes_by_day"]).Entries
        .OrderBy(static day => day.Key, StringComparer.Ordinal).Select(static day => FormattableString.Invariant($"{day.Key} {Number(day.Value):0.0}"));

    private static string Show(CtyObject repository) => FormattableString.Invariant(
        $"{Text(repository["registry_name"])}/{Text(repository["name"])} {Number(repository["stored_bytes"]):0.0} {Number(repository["reclaimable_bytes"]):0.0} {Number(repository["growth_bytes_per_day"]):0.00}: {string.Join(", ", Days(repository))}");

    private static string Show(CtyValue value)
    {
        var projection = Assert.IsType<CtyObject>(value);
        var days = Text(projection["allowance_days_left"]);
        return FormattableString.Invariant(
            $"{days} {(days == "1" ? "day" : "days")} left, until {Text(projection["allowance_ends_at"])}, then {Number(projection["next_month_bytes"]):0.0} GiB for {projection["next_month_price_in_cents"]} ({projection["next_month_price_in_cents_low"]} to {projection["next_month_price_in_cents_high"]})");
    }
}
