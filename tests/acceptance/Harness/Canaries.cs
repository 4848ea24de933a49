using System.IO.Compression;
using System.Text;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance.Harness;

/// <summary>
/// Credentials that can be recognised wherever they turn up, and the search for them: in what a CLI says, and in every file that it leaves, plan files
/// unpacked. Every run of a CLI in these tests is searched.
/// </summary>
internal static class Canaries
{
    /// <summary>The provider's token.</summary>
    public const string Token = "dop_v1_canary_4f1d9e";

    /// <summary>How the tokens begin that tests give to jobs in App Platform.</summary>
    public const string JobToken = "dop_v1_job";

    private static readonly IReadOnlyList<(string Name, IReadOnlyList<byte[]> Forms)> All =
    [
        ("the provider's token", Forms(Token)),
        ("a job's token", Forms(JobToken)),
        ("a Docker credential", Forms(MintedToken.Prefix)),
    ];

    /// <summary>The names of the credentials that a text holds, plain or in base64, as a Docker config.json holds them.</summary>
    public static IEnumerable<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>What files of a folder hold, and which.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isInput">Whether a file is what the test itself wrote.</param>
    public static IEnumerable<string> InFilesOf(string folder, Func<string, bool> isInput) =>
        from file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        where !isInput(file)
        from part in Parts(file)
        from name in In(part.Bytes)
        select $"{name} is in {Path.GetRelativePath(folder, file)}{part.Name}";

    private static IEnumerable<string> In(byte[] bytes) =>
        All.Where(canary => canary.Forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0)).Select(static canary => canary.Name);

    /// <summary>A file, and what it holds if it is an archive: plan files are.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Parts(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (!bytes.AsSpan().StartsWith("PK\x3\x4"u8)) return [(string.Empty, bytes)];

        using var archive = new ZipArchive(new MemoryStream(bytes));
        return archive.Entries.Select(static entry =>
        {
            using var stream = entry.Open();
            var content = new MemoryStream();
            stream.CopyTo(content);
            return ($"!{entry.FullName}", content.ToArray());
        }).ToList();
    }

    /// <summary>The text, and what is the same in base64 wherever in the encoded text it stands.</summary>
    private static IReadOnlyList<byte[]> Forms(string secret) =>
    [
        Encoding.UTF8.GetBytes(secret),
        .. Enumerable.Range(0, 3).Select(offset =>
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', offset) + secret));
            return Encoding.ASCII.GetBytes(encoded[(offset == 0 ? 0 : 4)..^4]);
        }),
    ];
}
