using System.Text;
using System.Text.Json;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Lets CLIs use a process that a developer started, through <c>TF_REATTACH_PROVIDERS</c>.</summary>
internal static class Reattach
{
    public const string Variable = "TF_REATTACH_PROVIDERS";

    private const string TerraformRegistry = "registry.terraform.io/";
    private const string OpenTofuRegistry = "registry.opentofu.org/";

    /// <summary>The variable's value.</summary>
    /// <remarks>The JSON writer escapes quotes, so the text can stand in single quotes in any shell.</remarks>
    public static string Json(string sourceAddress, int processId, PluginAddress address)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in Names(sourceAddress)) Write(json, name, processId, address);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>What a developer pastes, for each family of shells.</summary>
    public static string Instructions(string json) => $"""
        The provider is running. Set this variable where terraform or tofu is to use it, and stop it with Ctrl-C:

          sh, bash, zsh   export {Variable}='{json}'
          fish            set -x {Variable} '{json}'
          PowerShell      $env:{Variable}='{json}'
          cmd             set "{Variable}={json}"

        """;

    /// <summary>
    /// The address of the provider under each registry that a configuration without a host may mean: each CLI takes its own, looks the
    /// provider up under the full address, and skips what it does not need.
    /// </summary>
    private static IEnumerable<string> Names(string sourceAddress) => sourceAddress.StartsWith(TerraformRegistry, StringComparison.Ordinal)
        ? [sourceAddress, OpenTofuRegistry + sourceAddress[TerraformRegistry.Length..]]
        : [sourceAddress];

    private static void Write(Utf8JsonWriter json, string name, int processId, PluginAddress address)
    {
        json.WriteStartObject(name);
        json.WriteString("Protocol", "grpc");
        json.WriteNumber("ProtocolVersion", Handshake.ProtocolVersion);
        json.WriteNumber("Pid", processId);
        json.WriteBoolean("Test", true); // The CLI then leaves the process alone at the end.
        json.WriteStartObject("Addr");
        json.WriteString("Network", address.Network);
        json.WriteString("String", address.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
