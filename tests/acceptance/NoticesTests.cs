using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.Dist;

namespace Planton.Acceptance;

/// <summary>The notices name what is in the executable, by the names of the bill of materials, with its licence and the licence's text.</summary>
public sealed class NoticesTests : IDisposable
{
    private const string Table = "| Part | Licence | Copyright |\n|---|---|---|\n| One (`one`), here | MIT | © A |\n| The runtime (`Two.Runtime`) | MIT | © B |\n\n## MIT\n\nThe text.\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("planton-notices-").FullName;

    [Fact]
    public void Every_part_of_the_bill_of_materials_is_in_the_table()
    {
        new Release(Tools.RepositoryRoot, "1.2.3", new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), _folder).Pack(Tools.Platform, Tools.Provider);
        using var bill = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(_folder, "*.cdx.json").Single()));
        var rows = File.ReadLines(Path.Combine(Tools.RepositoryRoot, "THIRD-PARTY-NOTICES.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();

        Assert.All(bill.RootElement.GetProperty("components").EnumerateArray(), component =>
        {
            var name = component.GetProperty("name").GetString()!.Split(".Runtime.") is [var runtime, _] ? $"{runtime}.Runtime" : component.GetProperty("name").GetString()!;
            var row = Assert.Single(rows, row => row.Split('|')[1].Contains($"`{name}`", StringComparison.Ordinal) && !row.Contains("(within", StringComparison.Ordinal));
            Assert.Equal(component.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString(), row.Split('|')[2].Trim());
        });
    }

    [Fact]
    public void Parts_that_the_table_has_are_let_through() => Notices.Check(Table, [Of("one", "MIT"), Of("Two.Runtime.NativeAOT.linux-x64", "MIT")]);

    [Theory]
    [InlineData("on", "MIT", "does not have on, which is compiled in")]
    [InlineData("one.more", "MIT", "does not have one.more, which is compiled in")]
    [InlineData("Two", "MIT", "does not have Two, which is compiled in")]
    [InlineData("one", "Zlib", "has one under MIT, and it is under Zlib")]
    public void A_part_without_its_row_is_refused(string name, string licence, string said) =>
        Assert.Contains(said, Assert.Throws<ReleaseException>(() => Notices.Check(Table, [Of(name, licence)])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_licence_without_its_text_is_refused() => Assert.Contains(
        "does not have the text of MIT",
        Assert.Throws<ReleaseException>(() => Notices.Check(Table.Replace("## MIT", "## Another", StringComparison.Ordinal), [Of("one", "MIT")])).Message,
        StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Part Of(string name, string licence) => new(name, "1", licence, $"pkg:generic/{name}@1", null, []);
}
