using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderAcme;

/// <summary>The provider: its own arguments, the client that they make, and what it offers.</summary>
internal sealed class AcmeProvider : Provider<AcmeConfig, AcmeClient>
{
    protected override Schema<AcmeConfig> Schema { get; } = new()
    {
        Description = "Manages items. Replace this sentence by what your provider is for.",
        Attributes =
        {
            { "folder", static m => ref m.Folder, new StringAttribute { Required = true, Description = "The folder that stands for the service in this template." } },
        },
    };

    protected override IEnumerable<Resource> Resources => [new ItemResource()];

    /// <summary>Called once per command. An argument that another resource makes is not known while planning; the provider then has no client yet.</summary>
    protected override Configuration<AcmeClient> Configure(AcmeConfig config, ConfigureContext context) =>
        config.Folder.IsUnknown ? new(null, "folder") : new(new AcmeClient(config.Folder.Value));

    /// <summary>What the client throws, in words for the user; null means a bug, which is reported as one.</summary>
    protected override Diagnostic? Explain(Exception exception, string action) => exception is IOException or UnauthorizedAccessException
        ? new(DiagnosticSeverity.Error, $"{action} failed", $"The service says: {exception.Message}")
        : null;
}

/// <summary>The provider block: a field for each attribute.</summary>
internal sealed class AcmeConfig
{
    public TfValue<string> Folder;
}
