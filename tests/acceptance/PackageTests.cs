using System.IO.Compression;
using System.Xml.Linq;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The packages for authors, as <c>build/package.sh</c> leaves them.</summary>
public sealed class PackageTests
{
    public static TheoryData<string> Packages => ["Planton.Terraform.Plugin", "Planton.Terraform.Plugin.Testing", "Planton.Terraform.Plugin.Docs", "Planton.Terraform.Plugin.Templates"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_whose_it_is_and_shows_an_icon_and_a_readme(string id)
    {
        using var package = Open(id, "nupkg");
        using var stream = package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        var repository = metadata.Elements().Single(static element => element.Name.LocalName == "repository");

        Assert.Equal("MPL-2.0", Value("license"));
        Assert.NotNull(package.GetEntry(Value("icon")));
        Assert.NotNull(package.GetEntry(Value("readme")));
        Assert.StartsWith("https://github.com/", (string?)repository.Attribute("url"), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
    }

    [Theory]
    [InlineData("Planton.Terraform.Plugin")]
    [InlineData("Planton.Terraform.Plugin.Testing")]
    public void A_library_has_its_documentation_and_its_symbols(string id)
    {
        using var package = Open(id, "nupkg");
        using var symbols = Open(id, "snupkg");

        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
    }

    /// <summary>The testing package uses what the framework keeps internal.</summary>
    [Fact]
    public void The_testing_package_takes_exactly_its_own_version_of_the_framework()
    {
        using var package = Open("Planton.Terraform.Plugin.Testing", "nupkg");
        using var stream = package.GetEntry("Planton.Terraform.Plugin.Testing.nuspec")!.Open();
        var nuspec = XDocument.Load(stream);
        var version = nuspec.Descendants().Single(static element => element.Name.LocalName == "version").Value;

        Assert.Equal(
            $"[{version}]",
            (string?)nuspec.Descendants().Single(static element => (string?)element.Attribute("id") == "Planton.Terraform.Plugin").Attribute("version"));
        Assert.DoesNotContain(nuspec.Descendants(), static element => ((string?)element.Attribute("id"))?.Contains("xunit", StringComparison.OrdinalIgnoreCase) == true);
    }

    private static ZipArchive Open(string id, string extension) =>
        ZipFile.OpenRead(Directory.EnumerateFiles(Tools.Packages, $"{id}.*.{extension}").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1])));
}
