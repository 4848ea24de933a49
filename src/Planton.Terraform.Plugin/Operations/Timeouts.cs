using System.Diagnostics.CodeAnalysis;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Operations;

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

/// <summary>An operation that a time limit ends.</summary>
internal enum TimedOperation
{
    Create,
    Update,
    Delete,
    Invoke,
}

/// <summary>
/// The optional <c>timeouts</c> attribute of a resource or action, with one entry for each operation that is given a default. Its line in the schema
/// is the whole declaration: the framework reads the limits from there.
/// </summary>
public sealed class TimeoutsAttribute : SchemaAttribute<Timeouts>
{
    /// <summary>The limit of operations that users cannot set one for.</summary>
    private static readonly TimeLimit Fixed = new(TimeSpan.FromMinutes(20));

    private readonly TimeSpan? _create;
    private readonly TimeSpan? _update;
    private readonly TimeSpan? _delete;
    private readonly TimeSpan? _invoke;

    /// <summary>Declares the operations whose limits users may set. Those without a default have no entry.</summary>
    [SetsRequiredMembers]
    public TimeoutsAttribute(TimeSpan? create = null, TimeSpan? update = null, TimeSpan? delete = null, TimeSpan? invoke = null)
        : this(Entries(create, update, delete, invoke)) => (_create, _update, _delete, _invoke) = (create, update, delete, invoke);

    [SetsRequiredMembers]
    private TimeoutsAttribute(AttributeSet<Timeouts> entries)
        : base(TfTypes.Object(entries))
    {
        Nested = new(NestingMode.Single, entries);
        Optional = true;
        Description = "How long each operation may take, as a duration such as `90s` or `1h30m`.";
    }

    /// <summary>The limit of an operation, as the object's own <c>timeouts</c> set it.</summary>
    internal static TimeLimit LimitOf(Schema schema, TimedOperation operation, CtyObject value)
    {
        foreach (var (name, attribute) in schema.Untyped)
        {
            if (attribute is TimeoutsAttribute timeouts) return timeouts.LimitOf(operation, timeouts.ValueType.FromCty(value[name]));
        }

        return Fixed;
    }

    internal TimeLimit LimitOf(TimedOperation operation, TfValue<Timeouts> configured)
    {
        var timeouts = configured.IsKnown ? configured.Value : new Timeouts();
        var (name, text, byDefault) = operation switch
        {
            TimedOperation.Create => ("create", timeouts.Create, _create),
            TimedOperation.Update => ("update", timeouts.Update, _update),
            TimedOperation.Delete => ("delete", timeouts.Delete, _delete),
            _ => ("invoke", timeouts.Invoke, _invoke),
        };
        if (byDefault is not { } limit) return Fixed;
        return new(text.TryGet(out var given) && GoDuration.TryParse(given, out var set, out _) ? set : limit, name);
    }

    private static AttributeSet<Timeouts> Entries(TimeSpan? create, TimeSpan? update, TimeSpan? delete, TimeSpan? invoke)
    {
        AttributeSet<Timeouts> entries = [];
        if (create is { } toCreate) entries.Add("create", static m => ref m.Create, Entry("creating", toCreate));
        if (update is { } toUpdate) entries.Add("update", static m => ref m.Update, Entry("updating", toUpdate));
        if (delete is { } toDelete) entries.Add("delete", static m => ref m.Delete, Entry("deleting", toDelete));
        if (invoke is { } toInvoke) entries.Add("invoke", static m => ref m.Invoke, Entry("the action", toInvoke));
        return entries;
    }

    private static StringAttribute Entry(string doing, TimeSpan byDefault) => new()
    {
        Optional = true,
        Description = $"How long {doing} may take. Default `{byDefault.TotalMinutes:0}m`.",
        Validators = [IsDuration.Positive],
    };
}
