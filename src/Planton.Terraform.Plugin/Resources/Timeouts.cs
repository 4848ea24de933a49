using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>How long each operation of a resource or action may take, as Go durations; null for the default.</summary>
public sealed class Timeouts
{
    /// <summary>For a create.</summary>
    public TfValue<string> Create;

    /// <summary>For an update.</summary>
    public TfValue<string> Update;

    /// <summary>For a delete.</summary>
    public TfValue<string> Delete;

    /// <summary>For an action.</summary>
    public TfValue<string> Invoke;
}

/// <summary>Which operations of a resource or action have a limit that users may set, and the limit when they do not.</summary>
/// <param name="Create">The default for a create; null when users cannot set it.</param>
/// <param name="Update">The default for an update; null when users cannot set it.</param>
/// <param name="Delete">The default for a delete; null when users cannot set it.</param>
/// <param name="Invoke">The default for an action; null when users cannot set it.</param>
public sealed record TimeoutDefaults(TimeSpan? Create = null, TimeSpan? Update = null, TimeSpan? Delete = null, TimeSpan? Invoke = null)
{
    /// <summary>The limit of operations that have none of their own.</summary>
    public static TimeSpan Fallback { get; } = TimeSpan.FromMinutes(20);

    /// <summary>The optional <c>timeouts</c> attribute with one entry for each operation that has a default.</summary>
    public SingleNestedAttribute<Timeouts> ToAttribute()
    {
        AttributeSet<Timeouts> attributes = [];
        if (Create is { } create) attributes.Add("create", static m => ref m.Create, Entry("creating", create));
        if (Update is { } update) attributes.Add("update", static m => ref m.Update, Entry("updating", update));
        if (Delete is { } delete) attributes.Add("delete", static m => ref m.Delete, Entry("deleting", delete));
        if (Invoke is { } invoke) attributes.Add("invoke", static m => ref m.Invoke, Entry("the action", invoke));
        return new(attributes) { Optional = true, Description = "How long each operation may take, as a duration such as `90s` or `1h30m`." };
    }

    /// <summary>The limit of an operation.</summary>
    internal TimeSpan For(OperationKind operation, TfValue<Timeouts> configured)
    {
        var timeouts = configured.IsKnown ? configured.Value : new Timeouts();
        var (text, fallback) = operation switch
        {
            OperationKind.Create => (timeouts.Create, Create),
            OperationKind.Update => (timeouts.Update, Update),
            OperationKind.Delete => (timeouts.Delete, Delete),
            OperationKind.Invoke => (timeouts.Invoke, Invoke),
            _ => (TfValue<string>.Null, null),
        };
        return text.TryGet(out var given) && GoDuration.TryParse(given, out var limit, out _) ? limit : fallback ?? Fallback;
    }

    private static StringAttribute Entry(string doing, TimeSpan fallback) => new()
    {
        Optional = true,
        Description = $"How long {doing} may take. Default `{fallback.TotalMinutes:0}m`.",
        Validators = [IsDuration.Positive],
    };
}

/// <summary>What is done with a resource, or by an action.</summary>
public enum OperationKind
{
    /// <summary>Reading the configuration for mistakes.</summary>
    Validate,

    /// <summary>Working out what to change.</summary>
    Plan,

    /// <summary>Making the object.</summary>
    Create,

    /// <summary>Looking at the object.</summary>
    Read,

    /// <summary>Changing the object in place.</summary>
    Update,

    /// <summary>Removing the object.</summary>
    Delete,

    /// <summary>Taking an existing object under management.</summary>
    Import,

    /// <summary>Bringing stored state to the current shape.</summary>
    Upgrade,

    /// <summary>Doing what an action does.</summary>
    Invoke,
}
