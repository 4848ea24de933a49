using System.Collections.Immutable;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// Everything the API knows: one account with its registries, clusters and apps. Members are safe to call while the simulator
/// answers requests; each sees the world as it is at the clock's present time. What they return are live objects whose
/// collections are immutable snapshots.
/// </summary>
public sealed partial class World
{
    private readonly Random _random;
    private Behavior _behavior = new();
    private AccountSeed _account = new();

    internal World(SimulatedClock clock, Random random)
    {
        Clock = clock;
        _random = random;
        Identities = new IdentitySource(random);
        RegistryStore = new RegistryStore(this);
        ClusterStore = new ClusterStore(this);
        AppStore = new AppStore(this);
        TokenStore = new TokenStore();
        Collector = new GarbageCollector(this);
        JobRunner = new JobRunner(this);
    }

    /// <summary>The time of this world.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>How the undocumented questions are answered.</summary>
    public Behavior Behavior
    {
        get => _behavior;
        set => Locked(() =>
        {
            _behavior = value;
            foreach (var registry in RegistryStore.All) registry.Behavior = value;
            return value;
        });
    }

    /// <summary>The account.</summary>
    public AccountSeed Account
    {
        get => _account;
        set => Locked(() => _account = value);
    }

    /// <summary>The slug of the account's tier; null before the first registry.</summary>
    public string? Tier => Locked(() => RegistryStore.Subscription?.Tier.Slug);

    /// <summary>The registries, in order of creation.</summary>
    public IReadOnlyList<SimulatedRegistry> Registries => Locked(() => RegistryStore.All);

    /// <summary>The clusters, in order of creation.</summary>
    public IReadOnlyList<SimulatedCluster> Clusters => Locked(() => ClusterStore.All.ToImmutableList());

    /// <summary>Every token that the docker-credentials call has made.</summary>
    public IReadOnlyList<MintedToken> MintedTokens => Locked(() => TokenStore.Minted);

    internal Lock Gate { get; } = new();

    internal IdentitySource Identities { get; private set; }

    internal RegistryStore RegistryStore { get; private set; }

    internal ClusterStore ClusterStore { get; private set; }

    internal AppStore AppStore { get; private set; }

    internal TokenStore TokenStore { get; private set; }

    internal GarbageCollector Collector { get; }

    internal JobRunner JobRunner { get; }

    internal DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Finds a registry.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The registry; null if there is none.</returns>
    public SimulatedRegistry? FindRegistry(string name) => Locked(() => RegistryStore.Find(name));

    /// <summary>Adds a registry, whatever the tier allows; an account without a subscription gets one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="region">Its region.</param>
    /// <param name="tier">The account's tier, which is changed to it; null to leave it, or <c>professional</c> if there is none.</param>
    /// <returns>The registry.</returns>
    public SimulatedRegistry AddRegistry(string name, string region = "nyc3", string? tier = null)
    {
        if (tier is not null) SetTier(tier);
        return AddRegistry(new RegistrySeed { Name = name, Region = region });
    }

    /// <summary>Adds a registry with content, whatever the tier allows; an account without a subscription gets one.</summary>
    /// <param name="seed">The registry.</param>
    /// <returns>The registry.</returns>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public SimulatedRegistry AddRegistry(RegistrySeed seed) => Locked(() => new Seeder(this).Add(seed));

    /// <summary>Takes a registry away behind every client's back.</summary>
    /// <param name="name">Its name.</param>
    public void RemoveRegistry(string name) => Locked(() => Do(() => RegistryStore.Delete(Registry(name))));

    /// <summary>Changes the account's tier, eligible or not.</summary>
    /// <param name="slug"><c>starter</c>, <c>basic</c> or <c>professional</c>.</param>
    public void SetTier(string slug) => Locked(() => RegistryStore.SetTier(
        SubscriptionTier.Find(slug) ?? throw new ArgumentException($"There is no tier '{slug}'.", nameof(slug))));

    /// <summary>Gives a registry name to another customer.</summary>
    /// <param name="name">The name.</param>
    public void TakeName(string name) => Locked(() => Do(() => RegistryStore.Take(name)));

    /// <summary>Starts a garbage collection as somebody else would; it does not appear in the request log.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="type">What it deletes; null for the API's default.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InvalidOperationException">One is active, or the type is unknown.</exception>
    public GarbageCollectionRun StartGarbageCollection(string registry, string? type = null) => Locked(() =>
    {
        try
        {
            return Collector.Start(Registry(registry), type, Now);
        }
        catch (ApiErrorException refusal)
        {
            throw new InvalidOperationException(refusal.Message, refusal);
        }
    });

    /// <summary>Adds a garbage collection of the past, or one that stays active in a status.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="seed">The run.</param>
    /// <returns>The run.</returns>
    public GarbageCollectionRun AddGarbageCollection(string registry, GarbageCollectionSeed seed) =>
        Locked(() => Collector.AddPast(Registry(registry), seed));

    /// <summary>Decides the course of the registry's next run; several calls decide several runs.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="script">The course.</param>
    public void ScriptGarbageCollection(string registry, GarbageCollectionScript script) =>
        Locked(() => Do(() => Registry(registry).Scripts = Registry(registry).Scripts.Enqueue(script)));

    /// <summary>Gives the active run a status: a terminal one ends it, any other holds it there until told otherwise.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="status">The status; it need not be a known one.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InvalidOperationException">No run is active.</exception>
    public GarbageCollectionRun SetGarbageCollectionStatus(string registry, string status) => Locked(() =>
    {
        var run = Registry(registry).ActiveGarbageCollection
            ?? throw new InvalidOperationException($"No garbage collection is active in '{registry}'.");
        if (GarbageCollectionStatus.IsTerminal(status)) run.End(status, Now);
        else run.Hold(status, Now);
        return run;
    });

    /// <summary>Finds a cluster.</summary>
    /// <param name="id">Its UUID.</param>
    /// <returns>The cluster; null if there is none.</returns>
    public SimulatedCluster? FindCluster(string id) => Locked(() => ClusterStore.Find(id));

    /// <summary>Adds a running cluster.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="region">Its region.</param>
    /// <param name="registries">The registries it is integrated with.</param>
    /// <returns>The cluster.</returns>
    public SimulatedCluster AddCluster(string name, string region = "nyc1", params IReadOnlyList<string> registries) =>
        AddCluster(new ClusterSeed { Name = name, Region = region, Registries = registries });

    /// <summary>Adds a cluster.</summary>
    /// <param name="seed">The cluster.</param>
    /// <returns>The cluster.</returns>
    /// <exception cref="ArgumentException">There is one of that id.</exception>
    public SimulatedCluster AddCluster(ClusterSeed seed) => Locked(() => new Seeder(this).Add(seed));

    /// <summary>Adds clusters by the number.</summary>
    /// <param name="seed">How many and of what kind.</param>
    /// <returns>The clusters.</returns>
    public IReadOnlyList<SimulatedCluster> AddClusters(GeneratedClustersSeed seed) => Locked(() => new Seeder(this).Add(seed));

    /// <summary>Puts a cluster into a state for ever.</summary>
    /// <param name="id">Its UUID.</param>
    /// <param name="state">The state, known or not; null lets it follow from time again.</param>
    public void SetClusterState(string id, string? state) => Locked(() => Do(() => Cluster(id).FixedState = state));

    /// <summary>Sets the registries a cluster is integrated with, behind every client's back.</summary>
    /// <param name="id">Its UUID.</param>
    /// <param name="registries">The registries' names.</param>
    public void SetIntegrations(string id, params IReadOnlyList<string> registries) =>
        Locked(() => Do(() => Cluster(id).Registries = registries.ToImmutableSortedSet(StringComparer.Ordinal)));

    /// <summary>Makes a cluster's answers leave <c>registries</c> out, as older control planes do, or not.</summary>
    /// <param name="id">Its UUID.</param>
    /// <param name="omits">Whether to leave it out.</param>
    public void SetOmitsRegistries(string id, bool omits) => Locked(() => Do(() => Cluster(id).OmitsRegistries = omits));

    /// <summary>Takes a cluster away at once, behind every client's back.</summary>
    /// <param name="id">Its UUID.</param>
    public void RemoveCluster(string id) => Locked(() => Do(() =>
    {
        ClusterStore.Remove(Cluster(id).Id);
        ClustersChanged?.Invoke(this, EventArgs.Empty);
    }));

    /// <summary>Accepts a token, and from then on only tokens that were added.</summary>
    /// <param name="token">The token.</param>
    /// <param name="scopes">Its scopes; none for full access.</param>
    public void AddToken(string token, params IReadOnlyList<string> scopes) =>
        Locked(() => Do(() => TokenStore.Accept(new TokenSeed(token, scopes.Count == 0 ? null : scopes))));

    /// <summary>Adds everything of a seed.</summary>
    /// <param name="seed">The seed. Its faults are not the world's to put in force: see <see cref="SimulatorHost.Seed(WorldSeed)"/>.</param>
    public void Seed(WorldSeed seed) => Locked(() => Do(() => new Seeder(this).Add(seed)));

    /// <summary>Empties the world: no registry, no cluster, no app, no subscription, any token, default behavior.</summary>
    public void Reset() => Locked(() => Do(() =>
    {
        _behavior = new Behavior();
        _account = new AccountSeed();
        Identities = new IdentitySource(_random);
        RegistryStore = new RegistryStore(this);
        ClusterStore = new ClusterStore(this);
        AppStore = new AppStore(this);
        TokenStore = new TokenStore();
        ClustersChanged?.Invoke(this, EventArgs.Empty);
    }));

    /// <summary>Runs with the world locked and brought up to the present.</summary>
    internal T Locked<T>(Func<T> body)
    {
        lock (Gate)
        {
            var now = Now;
            AppStore.AdvanceTo(now, AdvanceOthers);
            AdvanceOthers(now);
            return body();
        }
    }

    private void AdvanceOthers(DateTimeOffset now)
    {
        RegistryStore.AdvanceTo(now);
        ClusterStore.AdvanceTo(now);
    }

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    private SimulatedRegistry Registry(string name) =>
        RegistryStore.Find(name) ?? throw new ArgumentException($"There is no registry '{name}'.", nameof(name));

    private SimulatedCluster Cluster(string id) =>
        ClusterStore.Find(id) ?? throw new ArgumentException($"There is no cluster '{id}'.", nameof(id));
}
