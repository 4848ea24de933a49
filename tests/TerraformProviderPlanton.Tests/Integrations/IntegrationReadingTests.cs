using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Integrations;

namespace TerraformProviderPlanton.Tests.Integrations;

public sealed class IntegrationReadingTests
{
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";

    [Fact]
    public void What_the_api_says_about_a_cluster_is_judged()
    {
        (string? State, string[]? Registries, bool? Enabled, bool IsOnly, string Expected)[] table =
        [
            ("running", ["main"], true, false, "Present"),
            ("running", ["other", "main"], null, false, "Present"),
            ("running", ["other"], true, true, "Absent"),
            ("running", [], false, true, "Absent"),
            ("running", null, false, true, "Absent"),
            ("running", null, null, true, "Absent"),
            ("running", null, true, true, "Present"),
            ("running", [], true, true, "Present"),
            ("running", null, true, false, "Ambiguous"),
            ("something new", ["main"], true, false, "Present"),
            ("deleting", ["main"], true, true, "ClusterGone"),
            ("deleted", ["main"], true, true, "ClusterGone"),
            (null, null, null, true, "ClusterGone"),
        ];

        foreach (var (state, registries, enabled, isOnly, expected) in table)
        {
            var cluster = state is null ? null : new Cluster { Id = One, Status = new() { State = state }, Registries = registries, RegistryEnabled = enabled };
            Assert.Equal(expected, IntegrationReading.Judge(cluster, "main", isOnly).ToString());
        }
    }

    [Fact]
    public void The_state_shows_what_is_integrated_and_keeps_what_is_managed()
    {
        var view = View(("one", One, ["main"]), ("two", Two, []));
        var diagnostics = new DiagnosticList();

        var state = view.ToState(new() { RegistryName = "main" }, [One, Two, "gone"], static _ => "then", diagnostics);

        Assert.Equal([One], state.KnownUuids);
        Assert.Equal([One, Two], state.Clusters.Value.Keys.OrderDescending(StringComparer.Ordinal));
        Assert.True(state.Clusters.Value[Two].Value.IntegratedAt.IsNull);
        Assert.Equal("then", state.Clusters.Value[One].Value.IntegratedAt.Value);
        Assert.Contains("gone", Assert.Single(diagnostics).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Newer_knowledge_of_single_clusters_replaces_the_older()
    {
        var view = View(("one", One, ["main"]), ("two", Two, ["main"]));

        var newer = view.With([KeyValuePair.Create<string, Cluster?>(One, null)]);

        Assert.Equal([Two], newer.IntegratedWith("main"));
        Assert.Equal(IntegrationStatus.ClusterGone, newer.StatusOf(One, "main"));
        Assert.Equal(IntegrationStatus.Present, view.StatusOf(One, "main"));
    }

    [Theory]
    [InlineData("main", "main", "")]
    [InlineData($"main:{One}", "main", One)]
    [InlineData($"main:{One}, {Two},{One}", "main", $"{One},{Two}")]
    public void An_import_id_is_a_name_or_a_name_with_clusters(string id, string registry, string uuids)
    {
        var (name, found) = IntegrationImport.Parse(id);

        Assert.Equal((registry, uuids), (name, string.Join(',', found)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Main")]
    [InlineData(":")]
    [InlineData("main:")]
    [InlineData("main:not-a-uuid")]
    [InlineData($"main:{One},")]
    [InlineData($"options:{One}")]
    [InlineData(One)]
    [InlineData($"{One},{Two}")]
    public void Any_other_import_id_is_refused_with_an_example(string id)
    {
        var refused = Assert.Throws<DiagnosticException>(() => IntegrationImport.Parse(id));

        Assert.Contains("terraform import", Assert.Single(refused.Diagnostics).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_integrations_that_exist_are_imported()
    {
        IntegrationImport.Check("main", [One], new HashSet<string> { One }, exists: true);
        Assert.Throws<DiagnosticException>(() => IntegrationImport.Check("main", [Two], new HashSet<string> { One }, exists: true));
        Assert.Throws<DiagnosticException>(() => IntegrationImport.Check("main", [], new HashSet<string>(), exists: true));
        Assert.Throws<DiagnosticException>(() => IntegrationImport.Check("main", [], new HashSet<string> { One }, exists: false));
    }

    private static IntegrationView View(params (string Name, string Id, string[] Registries)[] clusters) => new(
        new() { Name = "main", Region = "nyc3" },
        IsOnlyRegistry: false,
        clusters.ToDictionary(static item => item.Id, static item => new Cluster { Id = item.Id, Name = item.Name, Region = "nyc3", Status = new() { State = "running" }, Registries = item.Registries }));
}
