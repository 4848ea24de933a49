using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Planton.Acceptance.Harness.LongestFirst))]

namespace Planton.Acceptance.Harness;

/// <summary>Starts the classes that take longest first: one that waited until the end would then run alone, beside idle processors.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(ConcurrencyTests), nameof(ExampleApplyTests), nameof(GarbageCollectionStartFaultTests), nameof(CrashSweepTests), nameof(FrameworkSampleTests),
        nameof(ContainerRegistryModuleTests), nameof(AuthorsProviderTests), nameof(OfficialProviderTests), nameof(RegistryFaultTests), nameof(IntegrationFaultTests), nameof(TemplateTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var rank = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return rank < 0 ? Longest.Length : rank;
    }
}
