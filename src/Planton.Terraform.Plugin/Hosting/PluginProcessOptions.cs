namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Who the plugin process is, towards the CLI and in its own texts.</summary>
/// <param name="SourceAddress">Provider source address in full, such as <c>registry.terraform.io/example/notes</c>.</param>
/// <param name="TypeName">Provider type name, such as <c>planton</c>: part of the executable's name and of log variables.</param>
/// <param name="Version">Version of the provider, without a leading <c>v</c>.</param>
internal sealed record PluginProcessOptions(string SourceAddress, string TypeName, string Version)
{
    /// <summary>Finds what is wrong with the provider's schemas. A developer sees it at once; a user's command does not wait for it.</summary>
    public Func<IReadOnlyList<string>> FindSchemaMistakes { get; init; } = static () => [];

    /// <summary>Name of the executable as releases carry it, without version and extension.</summary>
    public string ExecutableName => $"terraform-provider-{TypeName}";
}
