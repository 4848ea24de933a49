namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// A small part of the matrix in which every life meets every fault, every endpoint meets every fault, and every endpoint of every operation
/// meets some. Always the same part, as long as the matrix is the same.
/// </summary>
internal static class SweptSelection
{
    public static IReadOnlyList<SweptCase> Covering(IReadOnlyList<SweptCase> all)
    {
        var covered = new HashSet<object>();
        List<SweptCase> chosen = [];
        foreach (var swept in all.OrderBy(static swept => Stable(swept.ToString())))
        {
            var before = covered.Count;
            covered.UnionWith(Pairs(swept));
            if (covered.Count > before) chosen.Add(swept);
        }

        return chosen;
    }

    private static IEnumerable<object> Pairs(SweptCase swept)
    {
        var fault = swept.Fault.Rule.Member is null ? swept.Fault.Name : swept.Fault.Name[swept.Fault.Rule.Member.Length..];
        yield return (swept.Endpoint, fault);
        yield return (swept.Life.Name, swept.Operation, swept.Endpoint);
        if (swept.Fault.Rule.Member is null) yield return (swept.Life.Name, fault);
    }

    /// <summary>A number that depends on nothing but the text (FNV-1a).</summary>
    private static uint Stable(string text) => text.Aggregate(2166136261u, static (hash, character) => unchecked((hash ^ character) * 16777619u));
}
