using TerraformProviderPlanton.Tests.Sweeps;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SweepsFirst))]

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Starts the sweeps before all else: one that began at the end would run alone.</summary>
public sealed class SweepsFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static collection => collection.TestCollectionDisplayName.Contains(typeof(SweepsFirst).Namespace!, StringComparison.Ordinal) ? 0 : 1)];
}
