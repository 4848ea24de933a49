using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Planton.Acceptance.Harness;

/// <summary>
/// Runs a theory with each CLI: the engine is its first parameter, the others take the given values. It is for the life of a resource and for what the
/// CLI itself does, such as signals, imports and installation. What the provider alone decides is tested with one.
/// </summary>
/// <param name="values">The other parameters.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryEngineAttribute(params object?[] values) : DataAttribute
{
    /// <summary>The other parameters.</summary>
    public IReadOnlyList<object?> Values => values;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Engine>().Select(engine => new TheoryDataRow([engine, .. values]))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
