using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// A rule for attributes of one object together, such as that exactly one of them is set. It stands among the attributes that it is about and names them
/// by their fields: <c>new ExactlyOneOf&lt;Model&gt;(static m => m.Text, static m => m.File)</c>. A value that is not known yet may still
/// turn out to be set or not, so it breaks no rule.
/// </summary>
/// <typeparam name="TModel">The model of the attributes.</typeparam>
public abstract class ConfigRule<TModel>
    where TModel : class, new()
{
    private readonly Func<TModel, ITfValue>[] _fields;

    private protected ConfigRule(params IEnumerable<Func<TModel, ITfValue>> fields) => _fields = [.. fields];

    /// <summary>The rule in a sentence.</summary>
    /// <param name="names">The names of its attributes.</param>
    internal abstract string Describe(IReadOnlyList<string> names);

    /// <summary>The attributes whose values break the rule; empty when none is set that should be, null when the rule is kept.</summary>
    /// <param name="states">The states of its attributes, in their order.</param>
    internal abstract IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states);

    /// <summary>The attributes that a written configuration leaves out, so that the rule is kept.</summary>
    internal virtual IEnumerable<int> Superfluous(IReadOnlyList<ArgumentState> states) => [];

    internal bool IsBoundIn(BoundFields<TModel> bound) => _fields.All(field => bound.FindName(field) is not null);

    internal IReadOnlyList<string> NamesIn(BoundFields<TModel> bound) => [.. _fields.Select(bound.NameOf)];

    internal void Check(IReadOnlyList<string> names, IReadOnlyList<ArgumentState> states, CtyPath path, DiagnosticList diagnostics)
    {
        if (Broken(states) is not { } broken) return;

        var set = names.Where((_, i) => states[i] == ArgumentState.Set).ToArray();
        var found = set.Length == 0 ? "None of them is set." : $"Set: {string.Join(", ", set.Select(static name => $"`{name}`"))}.";
        var at = broken.Count > 0 ? path.Attribute(names[broken[0]]) : path;
        diagnostics.Error(at, "Invalid combination of arguments", $"{Describe(names)} {found} Change the arguments accordingly.");
    }

    private protected static string List(IEnumerable<string> names, string conjunction)
    {
        var quoted = names.Select(static name => $"`{name}`").ToArray();
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} {conjunction} {quoted[^1]}";
    }

    private protected static IReadOnlyList<int> Where(IReadOnlyList<ArgumentState> states, ArgumentState state) =>
        [.. Enumerable.Range(0, states.Count).Where(i => states[i] == state)];
}

/// <summary>Whether a configuration sets an argument.</summary>
internal enum ArgumentState
{
    /// <summary>It is null, or there are no such blocks.</summary>
    NotSet,

    Set,

    /// <summary>It is known only after apply whether it is set.</summary>
    Unknown,
}
