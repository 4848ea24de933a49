namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A datacenter region.</summary>
internal sealed record Region(string Slug, string Name, bool Available = true);

/// <summary>A region of App Platform, which spans data centers.</summary>
internal sealed record AppRegion(string Slug, string Label, string Flag, string Continent, IReadOnlyList<string> DataCenters);

/// <summary>A Droplet size.</summary>
internal sealed record Size(string Slug, int MemoryMegabytes, int Vcpus, int DiskGigabytes, decimal TransferTerabytes, decimal PriceMonthly, string Description);

/// <summary>A Kubernetes release.</summary>
internal sealed record KubernetesRelease(string Slug, string KubernetesVersion);

/// <summary>What DigitalOcean offers to everybody: regions, sizes, releases. A selection, with true names and figures.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Region> Regions { get; } =
    [
        new("nyc1", "New York 1"), new("nyc2", "New York 2"), new("nyc3", "New York 3"),
        new("sfo1", "San Francisco 1", Available: false), new("sfo2", "San Francisco 2"), new("sfo3", "San Francisco 3"),
        new("ams2", "Amsterdam 2", Available: false), new("ams3", "Amsterdam 3"), new("sgp1", "Singapore 1"),
        new("lon1", "London 1"), new("fra1", "Frankfurt 1"), new("tor1", "Toronto 1"), new("blr1", "Bangalore 1"),
        new("syd1", "Sydney 1"), new("atl1", "Atlanta 1"),
    ];

    /// <summary>Regions that hold container registries.</summary>
    public static IReadOnlyList<string> RegistryRegions { get; } = ["nyc3", "sfo3", "sfo2", "ams3", "sgp1", "fra1", "blr1", "syd1"];

    /// <summary>Regions of App Platform.</summary>
    public static IReadOnlyList<AppRegion> AppRegions { get; } =
    [
        new("nyc", "New York", "usa", "North America", ["nyc1", "nyc3"]), new("sfo", "San Francisco", "usa", "North America", ["sfo3"]),
        new("atl", "Atlanta", "usa", "North America", ["atl1"]), new("tor", "Toronto", "canada", "North America", ["tor1"]),
        new("ams", "Amsterdam", "netherlands", "Europe", ["ams3"]), new("fra", "Frankfurt", "germany", "Europe", ["fra1"]),
        new("lon", "London", "uk", "Europe", ["lon1"]), new("blr", "Bangalore", "india", "Asia", ["blr1"]),
        new("sgp", "Singapore", "singapore", "Asia", ["sgp1"]), new("syd", "Sydney", "australia", "Oceania", ["syd1"]),
    ];

    /// <summary>The account's one project.</summary>
    public static string ProjectId => "4e1bfbc3-dc3e-41f2-a18f-1b4d7ba71679";

    public static IReadOnlyList<Size> Sizes { get; } =
    [
        new("s-1vcpu-1gb", 1024, 1, 25, 1.0m, 6m, "Basic"),
        new("s-1vcpu-2gb", 2048, 1, 50, 2.0m, 12m, "Basic"),
        new("s-1vcpu-2gb-amd", 2048, 1, 50, 2.0m, 14m, "Premium AMD"),
        new("s-1vcpu-2gb-intel", 2048, 1, 70, 2.0m, 16m, "Premium Intel"),
        new("s-2vcpu-2gb", 2048, 2, 60, 3.0m, 18m, "Basic"),
        new("s-2vcpu-4gb", 4096, 2, 80, 4.0m, 24m, "Basic"),
        new("s-4vcpu-8gb", 8192, 4, 160, 5.0m, 48m, "Basic"),
        new("s-8vcpu-16gb", 16384, 8, 320, 6.0m, 96m, "Basic"),
        new("g-2vcpu-8gb", 8192, 2, 25, 4.0m, 63m, "General Purpose"),
        new("c-2", 4096, 2, 25, 4.0m, 42m, "CPU-Optimized"),
        new("m-2vcpu-16gb", 16384, 2, 50, 4.0m, 84m, "Memory-Optimized"),
    ];

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<KubernetesRelease> Releases { get; } =
    [
        new("1.34.1-do.2", "1.34.1"), new("1.33.6-do.2", "1.33.6"), new("1.32.10-do.2", "1.32.10"), new("1.31.14-do.2", "1.31.14"),
    ];

    public static IReadOnlyList<string> ReleaseFeatures { get; } = ["cluster-autoscaler", "docr-integration", "ha-control-plane", "token-authentication"];

    /// <summary>Any slug of a size's form counts as one: the list above is a selection.</summary>
    public static bool HasSize(string slug) =>
        slug.Contains('-', StringComparison.Ordinal) && slug.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.');

    public static bool HasRegion(string slug) => Regions.Any(region => region.Slug == slug && region.Available);

    /// <summary>
    /// The release that a request means: a slug, a prefix such as <c>1.33</c>, or <c>latest</c>. Any other well-formed
    /// slug counts as a release too, because configurations name patches that come and go.
    /// </summary>
    public static string? ResolveRelease(string version)
    {
        if (version == "latest") return Releases[0].Slug;
        var known = Releases.FirstOrDefault(release => release.Slug == version || release.Slug.StartsWith(version + ".", StringComparison.Ordinal));
        if (known is not null) return known.Slug;
        return version.Contains("-do.", StringComparison.Ordinal) && char.IsAsciiDigit(version[0]) ? version : null;
    }
}
