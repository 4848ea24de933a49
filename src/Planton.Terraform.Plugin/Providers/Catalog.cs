using System.Collections;
using System.Collections.Immutable;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Providers;

/// <summary>
/// What a provider offers of one kind, by name. It is made when it is first used: a process that validates one resource never makes the rest.
/// </summary>
internal sealed class Catalog<T> : IEnumerable<T>
    where T : class
{
    private readonly Lazy<ImmutableArray<T>> _all;
    private readonly Lazy<Dictionary<string, T>> _byName;
    private readonly Func<T, string> _nameOf;

    public Catalog(string kind, Func<IEnumerable<T>> items, Func<T, string> nameOf)
    {
        (Kind, _nameOf) = (kind, nameOf);
        _all = new(() => [.. items()]);
        _byName = new(() => All.ToDictionary(nameOf, StringComparer.Ordinal));
    }

    /// <summary>What the items are, in messages.</summary>
    public string Kind { get; }

    /// <summary>The items as they were declared, also where two have one name.</summary>
    public ImmutableArray<T> All => _all.Value;

    /// <summary>Their names.</summary>
    public IEnumerable<string> AllNames => All.Select(_nameOf);

    /// <summary>The names in ordinal order.</summary>
    public IEnumerable<string> Names => _byName.Value.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="DiagnosticException">There is none of that name.</exception>
    public T this[string name] => Find(name) ?? throw new DiagnosticException(
        $"Unknown {Kind} type", $"This provider has no {Kind} \"{name}\". It has: {string.Join(", ", Names)}.");

    public T? Find(string name) => _byName.Value.GetValueOrDefault(name);

    public IEnumerator<T> GetEnumerator() => _byName.Value.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
