using Planton.DigitalOcean.Simulator.State;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>What is done to a resource while something goes wrong.</summary>
internal enum SweptOperation
{
    Create,
    Read,
    Update,
    Delete,
}

/// <summary>One life of one resource: what it is made of, what it becomes, and what must be true of the account whatever happened.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="TypeName">The resource's type.</param>
/// <param name="Config">The configuration that creates it.</param>
/// <param name="Changed">The configuration of the update.</param>
internal sealed record SweptLife(string Name, string TypeName, string Config, string Changed)
{
    /// <summary>The account at the beginning.</summary>
    public WorldSeed Seed { get; init; } = new();

    /// <summary>What happens in the world between the creation and the update.</summary>
    public Action<ProviderFixture> BeforeUpdate { get; init; } = static _ => { };

    /// <summary>What happens after the fault of an update and before the run that makes up for it.</summary>
    public Action<ProviderFixture> AfterUpdate { get; init; } = static _ => { };

    /// <summary>The slot that is due at the update; null when none is.</summary>
    public SweptSlot? Slot { get; init; }

    /// <summary>The operation that starts a run whatever the window; null when none does.</summary>
    public SweptOperation? Starts { get; init; }

    /// <summary>Whether the object that the resource stands for is in the account; null for a resource that is nothing but its state.</summary>
    public Func<World, bool>? Exists { get; init; }

    /// <summary>What is wrong with the account, however the operation ended; null when nothing is.</summary>
    public Func<World, string?> Doubled { get; init; } = static _ => null;

    /// <summary>What is wrong with the account after the operation was repeated until it went through; null when nothing is.</summary>
    public Func<World, SweptOperation, string?> Settled { get; init; } = static (_, _) => null;

    /// <summary>
    /// Members of apps whose absence is a valid answer: an app without services, a component that is built from source, an image without a tag. Where one of them is
    /// missing from every response, nobody can tell that it should be there, and what is done then is not judged.
    /// </summary>
    public IReadOnlyList<string> OptionalOfApps { get; init; } = [];

    /// <summary>How many errors one operation may have: more than one only where each is about another object.</summary>
    public int MaxErrors { get; init; } = 1;

    public override string ToString() => Name;
}
