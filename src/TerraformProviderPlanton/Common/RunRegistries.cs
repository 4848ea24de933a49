using System.Collections.Concurrent;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Common;

/// <summary>What the run has seen of the registries that this provider manages: which it plans, and what the refreshed ones store.</summary>
internal sealed class RunRegistries
{
    private readonly ConcurrentDictionary<string, bool> _planned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredBytes> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _replaced = new(StringComparer.Ordinal);
    private volatile bool _hasUnknown;

    /// <summary>Adds a registry that exists after the apply.</summary>
    /// <param name="name">The name of the registry, which may be unknown.</param>
    public void AddPlanned(TfValue<string> name)
    {
        if (name.TryGet(out var known)) _planned[known] = true;
        else _hasUnknown = true;
    }

    /// <summary>Whether a registry exists after the apply, or may: a planned registry whose name is not known yet can be any.</summary>
    public bool IsPlanned(string name) => _hasUnknown || _planned.ContainsKey(name);

    /// <summary>Adds a registry that is in state and exists.</summary>
    public void AddStored(string name, StoredBytes bytes) => _stored[name] = bytes;

    /// <summary>What a registry stores that is in state and exists; null for any other.</summary>
    public StoredBytes? FindStored(string name) => _stored.GetValueOrDefault(name);

    /// <summary>Notes that a registry is replaced.</summary>
    /// <returns>Whether that is new: the two plans of a replacement are about the same registry.</returns>
    public bool TryAddReplaced(string name) => _replaced.TryAdd(name, true);
}

/// <summary>The storage of a registry.</summary>
/// <param name="Bytes">The number of bytes; null if the API does not say.</param>
/// <param name="At">When it was computed, RFC 3339; null if the API does not say.</param>
internal sealed record StoredBytes(long? Bytes, string? At);
