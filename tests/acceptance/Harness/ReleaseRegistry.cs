using System.Text.Json.Nodes;

namespace Planton.Acceptance.Harness;

/// <summary>A provider registry with one release of the provider: what the CLIs ask the real ones for, from a folder with the files of the release.</summary>
internal sealed class ReleaseRegistry : IAsyncDisposable
{
    private const string Provider = $"/v1/providers/{ProviderAddress.Source}/";

    private readonly string _folder;
    private readonly string _version;
    private readonly ReleaseKey _key;
    private FileServer? _server;

    private ReleaseRegistry(string folder, string version, ReleaseKey key) => (_folder, _version, _key) = (folder, version, key);

    public Uri Url => new(_server!.Url);

    public static async Task<ReleaseRegistry> StartAsync(string folder, string version, ReleaseKey key)
    {
        var registry = new ReleaseRegistry(folder, version, key);
        registry._server = await FileServer.StartAsync(folder, answer: registry.Answer);
        return registry;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private string? Answer(string path)
    {
        if (path == $"{Provider}versions") return Versions().ToJsonString();
        return path.StartsWith($"{Provider}{_version}/download/", StringComparison.Ordinal) ? Package(path.Split('/')[^2], path.Split('/')[^1]).ToJsonString() : null;
    }

    private JsonObject Versions() => new()
    {
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = _version,
            ["protocols"] = new JsonArray("6.0"),
            ["platforms"] = new JsonArray([.. Directory.EnumerateFiles(_folder, "*.zip").Select(Platform).Select(static platform => new JsonObject { ["os"] = platform[0], ["arch"] = platform[1] })]),
        }),
    };

    private JsonObject Package(string system, string processor)
    {
        var stem = $"terraform-provider-planton_{_version}";
        var archive = $"{stem}_{system}_{processor}.zip";
        var sums = File.ReadLines(Path.Combine(_folder, $"{stem}_SHA256SUMS"));
        return new()
        {
            ["protocols"] = new JsonArray("6.0"),
            ["os"] = system,
            ["arch"] = processor,
            ["filename"] = archive,
            ["download_url"] = new Uri(Url, archive).ToString(),
            ["shasums_url"] = new Uri(Url, $"{stem}_SHA256SUMS").ToString(),
            ["shasums_signature_url"] = new Uri(Url, $"{stem}_SHA256SUMS.sig").ToString(),
            ["shasum"] = sums.First(line => line.EndsWith(archive, StringComparison.Ordinal)).Split(' ')[0],
            ["signing_keys"] = new JsonObject { ["gpg_public_keys"] = new JsonArray(new JsonObject { ["key_id"] = _key.Id, ["ascii_armor"] = _key.PublicKey }) },
        };
    }

    private static string[] Platform(string archive) => Path.GetFileNameWithoutExtension(archive).Split('_')[^2..];
}
