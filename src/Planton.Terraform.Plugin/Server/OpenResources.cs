using Google.Protobuf;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// The ephemeral resources that are open. The CLI closes them, but not always: Terraform 1.11 skips it after an apply that failed, and a
/// CLI that was killed says nothing at all. What is left here when the process ends is closed then.
/// </summary>
internal sealed class OpenResources
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Takes note of an open. Without private data there is nothing to close.</summary>
    public void Opened(string typeName, ByteString privateData)
    {
        if (privateData.IsEmpty) return;
        lock (_gate) _entries.Add(new(typeName, privateData, privateData));
    }

    /// <summary>Takes note of a renewal: some CLIs close with what it gave, others with what opening gave.</summary>
    public void Renewed(string typeName, ByteString before, ByteString after)
    {
        lock (_gate)
        {
            if (Find(typeName, before) is >= 0 and var index) _entries[index] = _entries[index] with { Renewed = after };
        }
    }

    /// <summary>Takes note of a close.</summary>
    public void Closed(string typeName, ByteString privateData)
    {
        lock (_gate)
        {
            if (Find(typeName, privateData) is >= 0 and var index) _entries.RemoveAt(index);
        }
    }

    /// <summary>Hands over all that is open.</summary>
    public IReadOnlyList<(string TypeName, ByteString Private)> TakeAll()
    {
        lock (_gate)
        {
            (string, ByteString)[] open = [.. _entries.Select(static entry => (entry.TypeName, entry.Renewed))];
            _entries.Clear();
            return open;
        }
    }

    private int Find(string typeName, ByteString privateData) =>
        _entries.FindIndex(entry => entry.TypeName == typeName && (entry.Opened == privateData || entry.Renewed == privateData));

    private sealed record Entry(string TypeName, ByteString Opened, ByteString Renewed);
}

/// <summary>A service that has something to do before its process ends.</summary>
internal interface IEndOfService
{
    /// <summary>Does it. Takes a few seconds at most and never fails.</summary>
    Task EndAsync();
}
