using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Account;

/// <summary>The account, what DigitalOcean offers to it, and its project and networks as far as cluster clients look at them.</summary>
internal sealed class AccountEndpoints(World world)
{
    private static readonly IReadOnlyList<string> Features =
        ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"];

    private static readonly ProjectWire Project = new(
        Catalog.ProjectId,
        OwnerId: 258992,
        "first-project",
        "The account's default project",
        "Just trying out DigitalOcean",
        "Development",
        IsDefault: true,
        "2018-09-27T20:10:35Z",
        "2018-09-27T20:10:35Z");

    public void MapTo(Router router)
    {
        router.Map("GET", "/v2/account", Scopes.AccountRead, Get);
        router.Map("GET", "/v2/regions", Scopes.RegionsRead, ListRegions);
        router.Map("GET", "/v2/sizes", Scopes.SizesRead, ListSizes);
        router.Map("GET", "/v2/projects", Scopes.ProjectRead, ListProjects);
        router.Map("GET", "/v2/projects/{project}", Scopes.ProjectRead, GetProject);
        router.Map("GET", "/v2/vpcs", Scopes.VpcRead, ListVpcs);
        router.Map("GET", "/v2/vpcs/{vpc}", Scopes.VpcRead, GetVpc);
    }

    private ApiReply Get(ApiRequest request)
    {
        var account = world.Account;
        return ApiReply.Ok(new AccountBody(new AccountWire(
            DropletLimit: 25,
            FloatingIpLimit: 5,
            ReservedIpLimit: 5,
            VolumeLimit: 100,
            account.Email,
            account.Name,
            account.Uuid,
            EmailVerified: true,
            account.Status,
            StatusMessage: "",
            new TeamWire(account.TeamUuid, account.TeamName))));
    }

    private ApiReply ListRegions(ApiRequest request)
    {
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var sizes = Catalog.Sizes.Select(size => size.Slug).ToList();
        var regions = page.Cut(Catalog.Regions)
            .Select(region => new RegionWire(region.Name, region.Slug, Features, region.Available, region.Available ? sizes : []));
        return ApiReply.Ok(new RegionsBody([.. regions], page.Links(Catalog.Regions.Count), new PageMeta(Catalog.Regions.Count)));
    }

    private ApiReply ListSizes(ApiRequest request)
    {
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var regions = Catalog.Regions.Where(region => region.Available).Select(region => region.Slug).ToList();
        return ApiReply.Ok(new SizesBody(
            [.. page.Cut(Catalog.Sizes).Select(size => SizeWire.Of(size, regions))],
            page.Links(Catalog.Sizes.Count),
            new PageMeta(Catalog.Sizes.Count)));
    }

    private static ApiReply ListProjects(ApiRequest request) =>
        ApiReply.Ok(new ProjectsBody([Project], new PageLinks(null), new PageMeta(1)));

    private static ApiReply GetProject(ApiRequest request) => request["project"] == "default" || request["project"] == Project.Id
        ? ApiReply.Ok(new ProjectBody(Project))
        : throw ApiErrorException.NotFound();

    private ApiReply ListVpcs(ApiRequest request)
    {
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var all = AllVpcs();
        return ApiReply.Ok(new VpcsBody(page.Cut(all), page.Links(all.Count), new PageMeta(all.Count)));
    }

    private static ApiReply GetVpc(ApiRequest request) =>
        ApiReply.Ok(new VpcBody(AllVpcs().Find(vpc => vpc.Id == request["vpc"]) ?? throw ApiErrorException.NotFound()));

    private static List<VpcWire> AllVpcs() =>
    [
        .. Catalog.Regions.Where(region => region.Available).Select((region, index) => new VpcWire(
            Vpcs.DefaultFor(region.Slug),
            $"do:vpc:{Vpcs.DefaultFor(region.Slug)}",
            $"default-{region.Slug}",
            Description: "",
            region.Slug,
            $"10.{100 + index}.0.0/20",
            Default: true,
            "2020-03-13T19:20:47Z")),
    ];

    private sealed record AccountBody(AccountWire Account);

    private sealed record AccountWire(
        int DropletLimit,
        int FloatingIpLimit,
        int ReservedIpLimit,
        int VolumeLimit,
        string Email,
        string Name,
        string Uuid,
        bool EmailVerified,
        string Status,
        string StatusMessage,
        TeamWire Team);

    private sealed record TeamWire(string Uuid, string Name);

    private sealed record RegionWire(string Name, string Slug, IReadOnlyList<string> Features, bool Available, IReadOnlyList<string> Sizes);

    private sealed record RegionsBody(IReadOnlyList<RegionWire> Regions, PageLinks Links, PageMeta Meta);

    private sealed record SizeWire(
        string Slug,
        int Memory,
        int Vcpus,
        int Disk,
        decimal Transfer,
        decimal PriceMonthly,
        decimal PriceHourly,
        IReadOnlyList<string> Regions,
        bool Available,
        string Description)
    {
        public static SizeWire Of(Size size, IReadOnlyList<string> regions) => new(
            size.Slug,
            size.MemoryMegabytes,
            size.Vcpus,
            size.DiskGigabytes,
            size.TransferTerabytes,
            size.PriceMonthly,
            Math.Round(size.PriceMonthly / 672, 5),
            regions,
            Available: true,
            size.Description);
    }

    private sealed record SizesBody(IReadOnlyList<SizeWire> Sizes, PageLinks Links, PageMeta Meta);

    private sealed record ProjectWire(
        string Id,
        int OwnerId,
        string Name,
        string Description,
        string Purpose,
        string Environment,
        bool IsDefault,
        string CreatedAt,
        string UpdatedAt);

    private sealed record ProjectBody(ProjectWire Project);

    private sealed record ProjectsBody(IReadOnlyList<ProjectWire> Projects, PageLinks Links, PageMeta Meta);

    private sealed record VpcWire(
        string Id,
        string Urn,
        string Name,
        string Description,
        string Region,
        string IpRange,
        bool Default,
        string CreatedAt);

    private sealed record VpcBody(VpcWire Vpc);

    private sealed record VpcsBody(IReadOnlyList<VpcWire> Vpcs, PageLinks Links, PageMeta Meta);
}
