using System.Text.Json;
using Google.Protobuf.Reflection;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Planton.Terraform.Plugin.Protocol.Health;

namespace Planton.Terraform.Plugin.Tests.Protocol;

/// <summary>Holds what the protos compile to against the protocols' own table, so that a slip of a number cannot pass.</summary>
public sealed class DescriptorTests
{
    private static readonly FileDescriptor[] Files =
    [
        Tfplugin6Reflection.Descriptor,
        GrpcBrokerReflection.Descriptor,
        GrpcControllerReflection.Descriptor,
        GrpcStdioReflection.Descriptor,
        HealthReflection.Descriptor,
    ];

    [Fact]
    public void Nothing_of_the_table_is_missing_or_different()
        => Assert.Empty(Table().Except(DescriptorFacts.Of(Files)));

    [Fact]
    public void Nothing_stands_in_the_protos_beyond_the_table()
        => Assert.Empty(DescriptorFacts.Of(Files).Except(Table()));

    [Fact]
    public void The_table_is_the_whole_protocol()
    {
        var table = Table();

        Assert.Equal(36, table.Count(f => f.StartsWith("rpc /tfplugin6.Provider/", StringComparison.Ordinal)));
        Assert.Equal(3, table.Count(f => f.StartsWith("rpc /plugin.", StringComparison.Ordinal)));
        Assert.Equal(3, table.Count(f => f.StartsWith("rpc /grpc.health.v1.Health/", StringComparison.Ordinal)));
        Assert.Contains("field tfplugin6.PlanResourceChange.Request.planned_private = 9: singular bytes", table);
        Assert.Contains("field tfplugin6.OpenEphemeralResource.Response.private = 4: optional bytes", table);
        Assert.Contains("field tfplugin6.AttributePath.Step.element_key_int = 3: singular int64 in selector", table);
        Assert.Contains("rpc /tfplugin6.Provider/WriteStateBytes stream tfplugin6.WriteStateBytes.RequestChunk -> tfplugin6.WriteStateBytes.Response", table);
    }

    private static SortedSet<string> Table()
    {
        using var stream = typeof(DescriptorTests).Assembly.GetManifestResourceStream("tfplugin6.facts.json")!;
        using var table = JsonDocument.Parse(stream);
        return DescriptorFacts.OfTable(table.RootElement);
    }
}
