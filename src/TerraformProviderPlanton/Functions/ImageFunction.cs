using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;

namespace TerraformProviderPlanton.Functions;

/// <summary><c>image(registry, repository, tag)</c>: the address from which an image is pulled.</summary>
internal sealed class ImageFunction() : Function("image")
{
    /// <inheritdoc/>
    public override string Summary => "Builds the address of an image in a container registry.";

    /// <inheritdoc/>
    public override string Description =>
        "Builds the address of an image from the name of a DigitalOcean container registry, the name of a repository, and a tag or a digest: "
        + "`registry.digitalocean.com/REGISTRY/REPOSITORY:TAG`, or `registry.digitalocean.com/REGISTRY/REPOSITORY@DIGEST`. Each part is "
        + "validated, so that an invalid one fails at plan rather than when the image is pulled.";

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters =>
    [
        new("registry", CtyType.String, "The name of the registry, without the host."),
        new("repository", CtyType.String, "The name of the repository in the registry, such as `web` or `team/web`."),
        new("tag", CtyType.String, "A tag such as `v1.2.3`, or a digest: `sha256:` followed by 64 hexadecimal digits."),
    ];

    /// <inheritdoc/>
    public override CtyType ReturnType => CtyType.String;

    /// <inheritdoc/>
    protected override CtyValue Run(ImmutableArray<CtyValue> arguments)
    {
        var (registry, repository, tag) = (arguments.TextAt(0), arguments.TextAt(1), arguments.TextAt(2));
        Check(ImageRules.ValidateRegistry(registry), 0);
        Check(ImageRules.ValidateRepository(repository, registry), 1);
        Check(ImageRules.ValidateTag(tag), 2);
        return CtyValue.String(ImageRules.Join(registry, repository, tag));
    }

    private static void Check(string? wrong, int argument)
    {
        if (wrong is not null) throw new FunctionException(wrong, argument);
    }
}
