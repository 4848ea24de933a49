using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Planton.Acceptance.Harness;

/// <summary>Gives a theory to every CLI: the engine is its first parameter, further ones take the given values.</summary>
/// <param name="values">The further parameters.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryEngineAttribute(params object?[] values) : DataAttribute
{
    /// <summary>The further parameters.</summary>
    public IReadOnlyList<object?> Values => values;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Engine>().Select(engine => new TheoryDataRow([engine, .. values]))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
