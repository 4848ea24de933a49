using System.Collections;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Docs;

/// <summary>What a provider tells a CLI about itself.</summary>
/// <param name="Name">Its type name, such as <c>shelf</c>.</param>
/// <param name="Identities">The identities of resources, by type.</param>
internal sealed record DocumentedProvider(
    string Name, Wire.GetProviderSchema.Types.Response Schemas, IReadOnlyDictionary<string, Wire.ResourceIdentitySchema> Identities)
{
    private const string Executable = "terraform-provider-";

    /// <summary>Starts a provider as a CLI does, and reads its schemas, which the core's rules have to accept.</summary>
    public static async Task<DocumentedProvider> ReadAsync(string executable)
    {
        var name = Path.GetFileNameWithoutExtension(executable);
        if (!name.StartsWith(Executable, StringComparison.Ordinal)) { throw new DocsException($"{executable} is no provider: its name does not begin with {Executable}."); }

        if (!File.Exists(executable)) { throw new DocsException($"There is no provider {executable}."); }

        try
        {
            await using var provider = await PublishedProvider.StartAsync(Path.GetFullPath(executable), Environment(), config: null);
            var identities = await provider.Core.Client.GetResourceIdentitySchemasAsync(new());
            return new(name[Executable.Length..], provider.Core.Schemas, identities.IdentitySchemas);
        }
        catch (Exception failure) when (failure is ProviderRuleException or ProviderErrorException or InvalidOperationException)
        {
            throw new DocsException($"{executable} does not tell its schemas. {failure.Message}");
        }
    }

    private static Dictionary<string, string?> Environment() => System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(static variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
        .Where(static variable => !variable.Key.StartsWith("TF_", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);
}
