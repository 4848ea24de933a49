using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The objects of one cluster. All pages of a list show the revision of the first one.</summary>
internal sealed class ClusterObjects(string clusterId)
{
    /// <summary>The number of past revisions that lists can continue at.</summary>
    private const int KeptRevisions = 64;

    private static readonly ImmutableSortedDictionary<string, ClusterObject> Empty =
        ImmutableSortedDictionary.Create<string, ClusterObject>(StringComparer.Ordinal);

    private readonly Queue<ClusterSnapshot> _past = [];
    private ClusterSnapshot _now = new(1, ImmutableDictionary<ObjectKind, ImmutableSortedDictionary<string, ClusterObject>>.Empty);

    public ClusterSnapshot Now => _now;

    /// <summary>The objects at a revision; null when it is no longer kept.</summary>
    public ClusterSnapshot? At(long revision) => _now.Revision == revision ? _now : _past.FirstOrDefault(past => past.Revision == revision);

    public IEnumerable<ClusterObject> All(ObjectKind kind) => _now.All(kind).Values;

    public ClusterObject? Find(ObjectKind kind, string @namespace, string name) => _now.All(kind).GetValueOrDefault(ClusterObject.KeyOf(@namespace, name));

    /// <summary>Adds an object or replaces the one with its name.</summary>
    public ClusterObject Put(ObjectKind kind, JsonObject manifest, DateTimeOffset createdAt)
    {
        var added = ClusterObject.Of(kind, manifest, clusterId, _now.Revision + 1, createdAt);
        Step(_now.Objects.SetItem(kind, _now.All(kind).SetItem(added.Key, added)));
        return added;
    }

    /// <summary>Removes an object, what it owns, and the content of a namespace.</summary>
    public bool Remove(ObjectKind kind, string @namespace, string name)
    {
        if (Find(kind, @namespace, name) is not { } removed) return false;
        var doomed = new HashSet<string>(StringComparer.Ordinal) { removed.Uid };
        var isNamespace = kind == ObjectKind.Namespace;
        // Owners are not necessarily visited before what they own, so repeat until nothing is added.
        for (var before = 0; before < doomed.Count;)
        {
            before = doomed.Count;
            foreach (var one in _now.Objects.Values.SelectMany(objects => objects.Values))
            {
                if ((one.OwnerUid is { } owner && doomed.Contains(owner)) || (isNamespace && one.Namespace == name)) doomed.Add(one.Uid);
            }
        }

        Step(_now.Objects.ToImmutableDictionary(
            pair => pair.Key,
            pair => pair.Value.RemoveRange(pair.Value.Values.Where(one => doomed.Contains(one.Uid)).Select(one => one.Key))));
        return true;
    }

    private void Step(ImmutableDictionary<ObjectKind, ImmutableSortedDictionary<string, ClusterObject>> objects)
    {
        _past.Enqueue(_now);
        if (_past.Count > KeptRevisions) _past.Dequeue();
        _now = new ClusterSnapshot(_now.Revision + 1, objects);
    }

    /// <summary>The objects at one revision.</summary>
    internal sealed record ClusterSnapshot(long Revision, ImmutableDictionary<ObjectKind, ImmutableSortedDictionary<string, ClusterObject>> Objects)
    {
        /// <summary>The objects of a kind, sorted by key.</summary>
        public ImmutableSortedDictionary<string, ClusterObject> All(ObjectKind kind) => Objects.GetValueOrDefault(kind, Empty);
    }
}
