using System.Collections;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Providers;

/// <summary>
/// What a provider offers of one kind, by name. It is made when it is first used: a process that validates one resource never makes the rest.
/// </summary>
internal sealed class Catalog<T>(string kind, Func<IEnumerable<T>> items, Func<T, string> nameOf) : IEnumerable<T>
    where T : class
{
    private readonly Lazy<Dictionary<string, T>> _byName = new(() => items().ToDictionary(nameOf, StringComparer.Ordinal));

    /// <summary>The names in ordinal order.</summary>
    public IEnumerable<string> Names => _byName.Value.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="DiagnosticException">There is none of that name.</exception>
    public T this[string name] => Find(name) ?? throw new DiagnosticException(
        $"Unknown {kind} type", $"This provider has no {kind} \"{name}\". It has: {string.Join(", ", Names)}.");

    public T? Find(string name) => _byName.Value.GetValueOrDefault(name);

    public IEnumerator<T> GetEnumerator() => _byName.Value.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
