using System.Collections.Immutable;
using Planton.Registry.Images;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Images;

/// <summary>Which images of a registry clusters and apps use, and what could not be read.</summary>
internal sealed class ImagesInUseDataSource() : DataSource<ImagesInUseModel, ProviderServices>("planton_docr_images_in_use")
{
    /// <inheritdoc/>
    protected override Schema<ImagesInUseModel> Schema { get; } = ImagesInUseModel.Schema;

    /// <inheritdoc/>
    protected override string? NameOf(ImagesInUseModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<ImagesInUseModel> ReadAsync(ImagesInUseModel config, OperationContext<ProviderServices> context)
    {
        var (client, registry) = (context.ProviderData.Client, config.RegistryName.Value);
        await context.ProviderData.RequireRegistryAsync(registry, subject: null, context.Cancellation);

        var reading = await new ImageUsageReader(client).ReadAsync(config.ToScope(), context.Cancellation);
        var images = UsedImage.Of(reading.Uses);
        var repositories = images.Select(static image => image.Repository).Distinct(StringComparer.Ordinal);
        var manifests = await new ImageReader(client.Repositories, registry, context.Cancellation).ReadManifestsAsync(repositories);
        return config.With(images, new ExistingImages(manifests.SelectMany(static some => some)), reading.Unread);
    }
}

/// <summary>The tags and digests that a registry holds.</summary>
internal sealed class ExistingImages
{
    private readonly HashSet<(string Repository, string Name)> _names;

    public ExistingImages(IEnumerable<ImageManifest> manifests) =>
        _names = [.. manifests.SelectMany(static manifest => manifest.Tags.Append(manifest.Digest).Select(name => (manifest.Repository, name)))];

    /// <summary>Whether everything that a use names is there.</summary>
    public bool Has(UsedImage image) => new[] { image.Tag, image.Digest }.OfType<string>().All(name => _names.Contains((image.Repository, name)));
}

/// <summary>Arguments and results of <c>planton_docr_images_in_use</c>.</summary>
internal sealed class ImagesInUseModel
{
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<string>>> ClusterUuids;
    public TfValue<bool> Workloads;
    public TfValue<bool> Apps;
    public TfValue<ImmutableArray<TfValue<UsedImageModel>>> Images;
    public TfValue<ImmutableArray<TfValue<UnreadModel>>> Unread;

    public static Schema<ImagesInUseModel> Schema { get; } = new()
    {
        Description = "Lists the images of a container registry that are in use: by pods, pod templates and rollback revisions in Kubernetes clusters (DOKS), and by App "
            + "Platform apps. What could not be read is listed too; it may use any image.",
        Attributes =
        {
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },
            { "cluster_uuids", static m => ref m.ClusterUuids, ProtectionModel.ClusterUuidsAttribute },
            { "workloads", static m => ref m.Workloads, ProtectionModel.WorkloadsAttribute },
            { "apps", static m => ref m.Apps, ProtectionModel.AppsAttribute },
            {
                "images", static m => ref m.Images, new ListNestedAttribute<UsedImageModel>(UsedImageModel.Attributes)
                {
                    Computed = true,
                    Description = "The images in use, sorted by repository, tag and digest, with one entry for each tag and the digest it runs as.",
                }
            },
            {
                "unread", static m => ref m.Unread, new ListNestedAttribute<UnreadModel>(UnreadModel.Attributes)
                {
                    Computed = true,
                    Description = "What could not be read, and why. Empty when everything was read.",
                }
            },
        },
    };

    public UsageScope ToScope() => new(RegistryName.Value, ProtectionModel.UuidsOf(ClusterUuids), Workloads.Or(true), Apps.Or(true));

    public ImagesInUseModel With(IEnumerable<UsedImage> images, ExistingImages existing, IEnumerable<UnreadSource> unread) => new()
    {
        RegistryName = RegistryName,
        ClusterUuids = ClusterUuids,
        Workloads = Workloads,
        Apps = Apps,
        Images = images.Select(image => TfValue<UsedImageModel>.Known(UsedImageModel.From(image, existing.Has(image)))).ToImmutableArray(),
        Unread = unread.Select(static source => TfValue<UnreadModel>.Known(UnreadModel.From(source))).ToImmutableArray(),
    };
}

/// <summary>An image in use.</summary>
internal sealed class UsedImageModel
{
    public TfValue<string> Repository;
    public TfValue<string> Tag;
    public TfValue<string> Digest;
    public TfValue<bool> Exists;
    public TfValue<ImmutableArray<TfValue<ImageUserModel>>> UsedBy;

    public static AttributeSet<UsedImageModel> Attributes { get; } = new()
    {
        { "repository", static m => ref m.Repository, Computed.Text("The name of the repository, slashes included.") },
        { "tag", static m => ref m.Tag, Computed.Text("The tag as written, `latest` if neither a tag nor a digest is given, null if only a digest is.") },
        { "digest", static m => ref m.Digest, Computed.Text("The digest as written or as running; null if it is not known. For a multi-platform image it may be the digest of one platform.") },
        { "exists", static m => ref m.Exists, Computed.Flag("Whether the registry still holds the tag and the digest.") },
        {
            "used_by", static m => ref m.UsedBy, new ListNestedAttribute<ImageUserModel>(ImageUserModel.Attributes)
            {
                Computed = true,
                Description = "Who uses the image.",
            }
        },
    };

    public static UsedImageModel From(UsedImage image, bool exists) => new()
    {
        Repository = image.Repository,
        Tag = image.Tag,
        Digest = image.Digest,
        Exists = exists,
        UsedBy = image.Users.Select(static user => TfValue<ImageUserModel>.Known(ImageUserModel.From(user))).ToImmutableArray(),
    };
}

/// <summary>Who uses an image.</summary>
internal sealed class ImageUserModel
{
    public TfValue<string> Kind;
    public TfValue<string> Name;
    public TfValue<string> Namespace;
    public TfValue<string> ClusterUuid;
    public TfValue<string> AppId;

    public static AttributeSet<ImageUserModel> Attributes { get; } = new()
    {
        { "kind", static m => ref m.Kind, Computed.Text("The kind of the user, such as `deployment`, `cronjob`, `pod` or `app`. A pod that another object manages is shown as that object.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the user.") },
        { "namespace", static m => ref m.Namespace, Computed.Text("The namespace of the user; null for an app.") },
        { "cluster_uuid", static m => ref m.ClusterUuid, Computed.Text("The UUID of the cluster; null for an app.") },
        { "app_id", static m => ref m.AppId, Computed.Text("The id of the app; null for what is in a cluster.") },
    };

    public static ImageUserModel From(ImageUser user) => new()
    {
        Kind = user.Kind,
        Name = user.Name,
        Namespace = (user as ImageUser.Workload)?.Namespace,
        ClusterUuid = (user as ImageUser.Workload)?.ClusterUuid,
        AppId = (user as ImageUser.App)?.Id,
    };
}

/// <summary>Something that could not be read.</summary>
internal sealed class UnreadModel
{
    public TfValue<string> ClusterUuid;
    public TfValue<string> Resource;
    public TfValue<string> Scope;
    public TfValue<long> Status;
    public TfValue<string> Reason;

    public static AttributeSet<UnreadModel> Attributes { get; } = new()
    {
        { "cluster_uuid", static m => ref m.ClusterUuid, Computed.Text("The UUID of the cluster; null for what belongs to the account.") },
        { "resource", static m => ref m.Resource, Computed.Text("What should have been read, such as `credentials`, `pods`, `replicasets.apps` or `apps`.") },
        { "scope", static m => ref m.Scope, Computed.Text("The scope that the token needs, such as `app:read`, or the permission that its user's role in the cluster needs, such as `list pods`; null if neither applies.") },
        { "status", static m => ref m.Status, Computed.Number("The HTTP status of the response; null if there was none.") },
        { "reason", static m => ref m.Reason, Computed.Text("What went wrong, in the words of the API if it gave any.") },
    };

    public static UnreadModel From(UnreadSource source) => new()
    {
        ClusterUuid = source.ClusterUuid,
        Resource = source.Resource,
        Scope = source.Scope,
        Status = source.Status is { } status ? (long)status : TfValue<long>.Null,
        Reason = source.Reason,
    };
}
