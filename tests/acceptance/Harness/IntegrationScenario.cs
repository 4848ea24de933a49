using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance.Harness;

/// <summary>What the scenarios of an integration share: a registry and three clusters in its region.</summary>
internal static class IntegrationScenario
{
    public const string Address = "planton_docr_doks_integration.main";
    public const string First = "0a11f53e-0b0c-4c5e-8a3b-000000000001";
    public const string Second = "0a11f53e-0b0c-4c5e-8a3b-000000000002";
    public const string Third = "0a11f53e-0b0c-4c5e-8a3b-000000000003";

    public static async Task<Scenario> StartAsync(Engine engine = Engine.Terraform, double speed = 0)
    {
        var scenario = await Scenario.StartAsync(engine, speed);
        scenario.Simulator.World.AddRegistry("main", "fra1", "professional");
        foreach (var id in (string[])[First, Second, Third]) scenario.Simulator.World.AddCluster(new ClusterSeed { Id = id, Name = $"cluster-{id[^1]}", Region = "fra1" });
        return scenario;
    }

    /// <summary>The clusters that are integrated with the registry, in order.</summary>
    public static IEnumerable<string> Integrated(this Scenario scenario) => scenario.Simulator.World.Clusters
        .Where(static cluster => cluster.Registries.Contains("main")).Select(static cluster => cluster.Id).Order(StringComparer.Ordinal);

    public static string Integration(params string[] uuids) => $$"""
        resource "planton_docr_doks_integration" "main" {
          registry_name = "main"
          cluster_uuids = [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}]
        }
        """;
}
