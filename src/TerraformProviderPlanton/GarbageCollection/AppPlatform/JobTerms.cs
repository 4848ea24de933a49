using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>What the app of a registry must do.</summary>
/// <param name="Cron">Five plain fields.</param>
/// <param name="TimeZone">The IANA name of the zone of the schedule.</param>
/// <param name="Type">What a run deletes.</param>
internal sealed record JobTerms(string Registry, string Cron, string TimeZone, string Type)
{
    /// <summary>The terms with the settings of an app; what is not set has its default.</summary>
    public static JobTerms Of(string registry, string cron, string timeZone, string type, TfValue<AppPlatformModel> configured)
    {
        var settings = configured.Or(new AppPlatformModel());
        return new(registry, cron, timeZone, type)
        {
            Region = settings.Region.IsKnown ? settings.Region.Value : null,
            InstanceSizeSlug = settings.InstanceSizeSlug.Or(DoctlJob.SmallestSize),
            ImageTag = settings.ImageTag.Or(AppPlatformModel.DefaultImageTag),
            ReplacesEntryPoint = settings.RunCommandReplacesEntryPoint.Or(true),
        };
    }

    /// <summary>App Platform's region; null if App Platform may choose, in which case any region is accepted.</summary>
    public string? Region { get; init; }

    /// <summary>The size of the job's container.</summary>
    public required string InstanceSizeSlug { get; init; }

    /// <summary>The tag of the image.</summary>
    public required string ImageTag { get; init; }

    /// <summary>Whether a run command replaces the image's entry point, which is not documented.</summary>
    public required bool ReplacesEntryPoint { get; init; }

    /// <summary>
    /// The command: DigitalOcean's own client, without a confirmation prompt. The commands under <c>registries</c> use the API for accounts with
    /// several registries; those under <c>registry</c> use the older, deprecated one.
    /// </summary>
    public string Command
    {
        get
        {
            var flags = Type switch
            {
                RunType.UntaggedManifestsAndUnreferencedBlobs => "--include-untagged-manifests ",
                RunType.UntaggedManifestsOnly => "--include-untagged-manifests --exclude-unreferenced-blobs ",
                _ => string.Empty,
            };
            return $"{(ReplacesEntryPoint ? DoctlJob.Program + " " : string.Empty)}registries garbage-collection start {flags}--force {Registry}";
        }
    }
}
