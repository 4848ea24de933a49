namespace Planton.Terraform.Plugin.Schemas.Rules;

/// <summary>Exactly one of the attributes is set.</summary>
public sealed class ExactlyOneOf<TModel>(params IEnumerable<Func<TModel, ITfValue>> attributes) : ConfigRule<TModel>(attributes)
    where TModel : class, new()
{
    internal override string Describe(IReadOnlyList<string> names) => $"Exactly one of {List(names, "and")} must be set.";

    internal override IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states)
    {
        var set = Where(states, ArgumentState.Set);
        if (set.Count > 1) return [.. set.Skip(1)];
        return set.Count == 0 && !states.Contains(ArgumentState.Unknown) ? [] : null;
    }

    internal override IEnumerable<int> Superfluous(IReadOnlyList<ArgumentState> states) => Where(states, ArgumentState.Set).Skip(1);
}

/// <summary>At most one of the attributes is set: they conflict with each other.</summary>
public sealed class AtMostOneOf<TModel>(params IEnumerable<Func<TModel, ITfValue>> attributes) : ConfigRule<TModel>(attributes)
    where TModel : class, new()
{
    internal override string Describe(IReadOnlyList<string> names) => $"At most one of {List(names, "and")} can be set.";

    internal override IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states) =>
        Where(states, ArgumentState.Set) is { Count: > 1 } set ? [.. set.Skip(1)] : null;

    internal override IEnumerable<int> Superfluous(IReadOnlyList<ArgumentState> states) => Where(states, ArgumentState.Set).Skip(1);
}

/// <summary>At least one of the attributes is set.</summary>
public sealed class AtLeastOneOf<TModel>(params IEnumerable<Func<TModel, ITfValue>> attributes) : ConfigRule<TModel>(attributes)
    where TModel : class, new()
{
    internal override string Describe(IReadOnlyList<string> names) => $"At least one of {List(names, "and")} must be set.";

    internal override IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states) =>
        states.All(static state => state == ArgumentState.NotSet) ? [] : null;
}

/// <summary>The attributes are all set or none of them is.</summary>
public sealed class AllOrNoneOf<TModel>(params IEnumerable<Func<TModel, ITfValue>> attributes) : ConfigRule<TModel>(attributes)
    where TModel : class, new()
{
    internal override string Describe(IReadOnlyList<string> names) => $"{List(names, "and")} must be set together.";

    internal override IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states) =>
        states.Contains(ArgumentState.NotSet) && Where(states, ArgumentState.Set) is { Count: > 0 } set ? set : null;
}

/// <summary>An attribute needs others: where it is set, they must be too.</summary>
/// <param name="attribute">The attribute that has needs.</param>
/// <param name="needed">What it needs.</param>
public sealed class Requires<TModel>(Func<TModel, ITfValue> attribute, params IEnumerable<Func<TModel, ITfValue>> needed)
    : ConfigRule<TModel>(needed.Prepend(attribute))
    where TModel : class, new()
{
    internal override string Describe(IReadOnlyList<string> names) => $"`{names[0]}` can be set only together with {List(names.Skip(1), "and")}.";

    internal override IReadOnlyList<int>? Broken(IReadOnlyList<ArgumentState> states) =>
        states[0] == ArgumentState.Set && states.Skip(1).Contains(ArgumentState.NotSet) ? [0] : null;
}
