using System.Globalization;
using System.Text;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.ProcessBenchmarks;

/// <summary>A provider's names for the three resources; those of the Go peer have the same attributes and read nothing.</summary>
/// <param name="Source">The provider's source address.</param>
/// <param name="Registry">A registry.</param>
/// <param name="Policy">A policy of garbage collection.</param>
/// <param name="Integration">An integration with clusters.</param>
internal sealed record ResourceNames(string Source, string Registry, string Policy, string Integration)
{
    /// <summary>Those of this provider.</summary>
    public static ResourceNames Ours { get; } =
        new(ProviderAddress.Source, "planton_docr_registry", "planton_docr_garbage_collection_policy", "planton_docr_doks_integration");

    /// <summary>Those of the Go peer.</summary>
    public static ResourceNames Peers { get; } = new("example/peer", "peer_registry", "peer_policy", "peer_integration");
}

/// <summary>What is planned and applied.</summary>
internal static class Configurations
{
    /// <summary>The main example: a registry with a policy and an integration, each referring to it.</summary>
    public static string MainExample(ResourceNames names) => $$"""
        resource "{{names.Registry}}" "main" {
          name                   = "main"
          subscription_tier_slug = "professional"
          region                 = "fra1"
        }

        resource "{{names.Policy}}" "main" {
          registry_name      = {{names.Registry}}.main.name
          schedule           = "0 3 * * SUN"
          time_zone          = "Europe/Berlin"
          maintenance_window = "2h"
        }

        resource "{{names.Integration}}" "main" {
          registry_name = {{names.Registry}}.main.name
          cluster_uuids = ["{{Cluster(0)}}"]
        }
        """;

    /// <summary>Integrations with a cluster each.</summary>
    public static string Integrations(ResourceNames names, int count) => Each(count, i => $$"""
        resource "{{names.Integration}}" "r{{i}}" {
          registry_name = "registry-{{i % 10}}"
          cluster_uuids = ["{{Cluster(i)}}"]
        }
        """);

    /// <summary>Policies, each of a registry of its own.</summary>
    public static string Policies(ResourceNames names, int count) => Each(count, i => $$"""
        resource "{{names.Policy}}" "r{{i}}" {
          registry_name      = "registry-{{i}}"
          schedule           = "0 3 * * SUN"
          time_zone          = "Europe/Berlin"
          maintenance_window = "2h"
        }
        """);

    /// <summary>An account with the registries and clusters for so many resources.</summary>
    public static Task<SimulatorHost> AccountAsync(int count) => SimulatorHost.StartAsync(new SimulatorOptions
    {
        Seed = new()
        {
            Tier = "professional",
            Registries = [.. Enumerable.Range(0, Math.Max(count, 10)).Select(static i => new RegistrySeed { Name = $"registry-{i}", Region = "fra1" })],
            Clusters = [.. Enumerable.Range(0, count).Select(static i => new ClusterSeed { Id = Cluster(i), Name = $"cluster-{i}", Region = "fra1" })],
            Behavior = new() { IntegrationDelay = TimeSpan.Zero, MaxRegistries = Math.Max(count, 10) + 1 },
        },
    });

    private static string Cluster(int i) => string.Create(CultureInfo.InvariantCulture, $"8a0d5b6e-32b5-4b64-9a80-{i:x12}");

    private static string Each(int count, Func<int, string> resource) =>
        Enumerable.Range(0, count).Aggregate(new StringBuilder(), (text, i) => text.AppendLine(resource(i))).ToString();
}
