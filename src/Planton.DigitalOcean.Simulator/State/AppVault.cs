using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// The secrets of one app. What is stored and shown holds cipher text in their place; only the app's own jobs learn what it stands for.
/// </summary>
internal sealed class AppVault(IdentitySource identities)
{
    private const string Prefix = "EV[";

    private ImmutableDictionary<string, string> _clear = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Puts cipher text in the place of secrets. Cipher text of this app stays, and so does what it stands for.</summary>
    /// <exception cref="ApiErrorException">Cipher text is not of this app.</exception>
    public JsonObject Seal(JsonObject spec, Behavior behavior)
    {
        var copy = (JsonObject)spec.DeepClone();
        Walk(copy, behavior);
        return copy;
    }

    /// <summary>What a value stands for: itself, unless it is cipher text of this app.</summary>
    public string Open(string value) => _clear.GetValueOrDefault(value, value);

    private void Walk(JsonNode? node, Behavior behavior)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Walk(item, behavior);
        }

        if (node is not JsonObject members) return;
        if (Text(members["type"]) == EnvSpec.Secret) Seal(members, "value", behavior);
        Seal(members, "registry_credentials", behavior);
        foreach (var (_, member) in members.ToList()) Walk(member, behavior);
    }

    private void Seal(JsonObject members, string name, Behavior behavior)
    {
        if (Text(members[name]) is not { Length: > 0 } value) return;
        if (!value.StartsWith(Prefix, StringComparison.Ordinal)) members[name] = Encipher(value);
        else if (!_clear.ContainsKey(value))
        {
            throw ApiErrorException.Of(behavior.InvalidAppSpecStatus, $"error validating app spec field \"{name}\": cannot be decrypted");
        }
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    /// <summary>Random text of a length that goes with the secret's, as a cipher with a nonce gives: the same secret never looks the same.</summary>
    private string Encipher(string value)
    {
        const int Nonce = 24;
        const int Overhead = 16;
        var cipher = $"{Prefix}1:{identities.Base64(Nonce)}:{identities.Base64(Encoding.UTF8.GetByteCount(value) + Overhead)}]";
        _clear = _clear.SetItem(cipher, value);
        return cipher;
    }
}
