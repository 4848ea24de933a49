using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// The objects of a cluster, maintained by DigitalOcean's in-cluster operator: every namespace has a pull secret for each integrated registry, and its default
/// service account uses it. The operator runs when the content is read and the integrations have changed since; objects that were changed by hand stay as they
/// are until the next change.
/// </summary>
internal sealed class ClusterContent(World world, SimulatedCluster cluster)
{
    private const string System = "kube-system";
    private const string Default = "default";
    private const string SourceMark = "digitalocean.com/dosecret-identifier";
    private const string CopyMark = "digitalocean.com/copy-identifier";

    private ImmutableSortedSet<string> _integrated = [];
    private ImmutableHashSet<string> _withoutSecrets = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public ClusterObjects Objects { get; } = new(cluster.Id);

    /// <summary>Creates the namespaces of a new cluster, each with its default service account.</summary>
    public static ClusterContent New(World world, SimulatedCluster cluster)
    {
        var content = new ClusterContent(world, cluster);
        foreach (var name in (string[])[Default, "kube-node-lease", "kube-public", System]) content.AddNamespace(name, cluster.CreatedAt);
        return content;
    }

    /// <summary>Applies changed integrations.</summary>
    public void CatchUp()
    {
        if (_integrated.SetEquals(cluster.Registries)) return;
        var gone = _integrated.Except(cluster.Registries);
        _integrated = cluster.Registries;
        foreach (var name in Namespaces())
        {
            foreach (var registry in gone) Detach(name, registry);
            Attach(name);
        }
    }

    /// <summary>Adds a namespace with its default service account, unless it exists.</summary>
    public void AddNamespace(string name, DateTimeOffset createdAt, bool hasPullSecrets = true)
    {
        if (Objects.Find(ObjectKind.Namespace, "", name) is not null) return;
        Objects.Put(ObjectKind.Namespace, Json.Object(
            ("metadata", Json.Object(("name", name), ("labels", Json.Object(("kubernetes.io/metadata.name", name))))),
            ("spec", Json.Object(("finalizers", Json.Array("kubernetes")))),
            ("status", Json.Object(("phase", "Active")))), createdAt);
        Objects.Put(ObjectKind.ServiceAccount, Json.Object(("metadata", Json.Object(("name", Default), ("namespace", name)))), createdAt);
        _withoutSecrets = hasPullSecrets ? _withoutSecrets.Remove(name) : _withoutSecrets.Add(name);
        Attach(name);
    }

    /// <summary>Adds an object, and its namespace if that does not exist.</summary>
    public ClusterObject Put(ObjectKind kind, JsonObject manifest, DateTimeOffset createdAt)
    {
        if (kind.IsNamespaced) AddNamespace((string?)manifest["metadata"]?["namespace"] ?? Default, createdAt);
        return Objects.Put(kind, manifest, createdAt);
    }

    /// <summary>The pull secrets that new pods of a service account are given.</summary>
    public JsonArray? PullSecretsOf(string @namespace, string account) =>
        Objects.Find(ObjectKind.ServiceAccount, @namespace, account)?.Copy()["imagePullSecrets"]?.DeepClone().AsArray();

    private IEnumerable<string> Namespaces() => [.. Objects.All(ObjectKind.Namespace).Select(one => one.Name)];

    private void Attach(string name)
    {
        if (_withoutSecrets.Contains(name)) return;
        foreach (var secret in _integrated.Select(SecretName))
        {
            if (Objects.Find(ObjectKind.Secret, name, secret) is null) Objects.Put(ObjectKind.Secret, NewSecret(name, secret), world.Now);
            ChangeDefaultAccount(name, secrets => secrets.Append(secret).Distinct(StringComparer.Ordinal));
        }
    }

    private void Detach(string name, string registry)
    {
        var secret = SecretName(registry);
        Objects.Remove(ObjectKind.Secret, name, secret);
        ChangeDefaultAccount(name, secrets => secrets.Where(one => one != secret));
    }

    private void ChangeDefaultAccount(string name, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        if (Objects.Find(ObjectKind.ServiceAccount, name, Default)?.Copy() is not { } account) return;
        var before = (account["imagePullSecrets"] as JsonArray ?? []).Select(secret => (string)secret!["name"]!).ToList();
        var after = change(before).ToList();
        if (after.SequenceEqual(before, StringComparer.Ordinal)) return;
        account.Remove("imagePullSecrets");
        if (after.Count > 0) account["imagePullSecrets"] = Json.Array(after.Select(secret => Json.Object(("name", secret))));
        Objects.Put(ObjectKind.ServiceAccount, account, world.Now);
    }

    private string SecretName(string registry) => world.Behavior.PullSecretPrefix + registry;

    private JsonObject NewSecret(string @namespace, string name)
    {
        var metadata = Json.Object(("name", name), ("namespace", @namespace));
        if (@namespace == System) metadata["annotations"] = Json.Object((SourceMark, name));
        else metadata["labels"] = Json.Object((CopyMark, name));
        var token = MintedToken.Prefix + IdentitySource.Digest($"{cluster.Id} {name}")["sha256:".Length..];
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{world.Account.Email}:{token}"));
        var config = Json.Object(("auths", Json.Object(("registry.digitalocean.com", Json.Object(("auth", auth))))));
        return Json.Object(
            ("metadata", metadata),
            ("data", Json.Object((".dockerconfigjson", Convert.ToBase64String(Encoding.UTF8.GetBytes(config.ToJsonString()))))),
            ("type", "kubernetes.io/dockerconfigjson"));
    }
}
