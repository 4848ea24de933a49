using System.Diagnostics.CodeAnalysis;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>How long each operation may take, as Go durations; null for the default.</summary>
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

    /// <summary>For a read of a resource or data source.</summary>
    public TfValue<string> Read;

    /// <summary>For opening an ephemeral resource.</summary>
    public TfValue<string> Open;

    /// <summary>For a list.</summary>
    public TfValue<string> List;
}

/// <summary>An operation that a time limit ends.</summary>
internal enum TimedOperation
{
    Create,
    Update,
    Delete,
    Invoke,
    Read,
    Open,
    List,
}

/// <summary>
/// The optional <c>timeouts</c> attribute, with one entry for each operation that is given a default. Its line in the schema
/// is the whole declaration: the framework reads the limits from there.
/// </summary>
public sealed class TimeoutsAttribute : SchemaAttribute<Timeouts>
{
    /// <summary>The limit of operations that users cannot set one for.</summary>
    private static readonly TimeLimit Fixed = new(TimeSpan.FromMinutes(20));

    private readonly Dictionary<TimedOperation, TimeSpan> _defaults = [];

    /// <summary>Declares the operations whose limits users may set. Those without a default have no entry.</summary>
    [SetsRequiredMembers]
    public TimeoutsAttribute(
        TimeSpan? create = null, TimeSpan? update = null, TimeSpan? delete = null, TimeSpan? invoke = null, TimeSpan? read = null, TimeSpan? open = null, TimeSpan? list = null)
        : this(
            (TimedOperation.Create, create), (TimedOperation.Read, read), (TimedOperation.Update, update), (TimedOperation.Delete, delete),
            (TimedOperation.Invoke, invoke), (TimedOperation.Open, open), (TimedOperation.List, list))
    {
    }

    [SetsRequiredMembers]
    private TimeoutsAttribute(params IReadOnlyList<(TimedOperation Operation, TimeSpan? Default)> operations)
        : this(Entries(operations))
    {
        foreach (var (operation, byDefault) in operations)
        {
            if (byDefault is { } limit) _defaults.Add(operation, limit);
        }
    }

    [SetsRequiredMembers]
    private TimeoutsAttribute(AttributeSet<Timeouts> entries)
        : base(TfTypes.Object(entries))
    {
        Nested = new(NestingMode.Single, entries);
        Optional = true;
        Description = "How long each operation may take, as a duration such as `90s` or `1h30m`.";
    }

    /// <summary>The limit of an operation, as the object's own <c>timeouts</c> set it.</summary>
    internal static TimeLimit LimitOf(Schema schema, TimedOperation operation, CtyObject value) =>
        In(schema, value)?.LimitOf(operation) ?? Fixed;

    /// <summary>Runs an operation that has a limit only where the schema declares one.</summary>
    internal static Task RunAsync(Schema schema, TimedOperation operation, CtyObject value, CallContext call, Func<CancellationToken, Task> work) =>
        In(schema, value) is { } timeouts && timeouts.Attribute._defaults.ContainsKey(operation) ? timeouts.LimitOf(operation).RunAsync(call, work) : work(call.Cancellation);

    internal TimeLimit LimitOf(TimedOperation operation, TfValue<Timeouts> configured)
    {
        if (!_defaults.TryGetValue(operation, out var limit)) return Fixed;

        var (name, field, _) = EntryOf(operation);
        var text = configured.IsKnown ? field(configured.Value) : TfValue<string>.Null;
        return new(text.TryGet(out var given) && GoDuration.TryParse(given, out var set, out _) ? set : limit, name);
    }

    private static Declared? In(Schema schema, CtyObject value)
    {
        foreach (var (name, attribute) in schema.Untyped)
        {
            if (attribute is TimeoutsAttribute timeouts) return new(timeouts, timeouts.ValueType.FromCty(value[name]));
        }

        return null;
    }

    private static AttributeSet<Timeouts> Entries(IEnumerable<(TimedOperation Operation, TimeSpan? Default)> operations)
    {
        AttributeSet<Timeouts> entries = [];
        foreach (var (operation, byDefault) in operations)
        {
            if (byDefault is not { } limit) continue;

            var (name, field, doing) = EntryOf(operation);
            entries.Add(name, field, Entry(doing, limit));
        }

        return entries;
    }

    private static (string Name, Field<Timeouts, string> Field, string Doing) EntryOf(TimedOperation operation) => operation switch
    {
        TimedOperation.Create => ("create", static m => ref m.Create, "creating"),
        TimedOperation.Update => ("update", static m => ref m.Update, "updating"),
        TimedOperation.Delete => ("delete", static m => ref m.Delete, "deleting"),
        TimedOperation.Read => ("read", static m => ref m.Read, "reading"),
        TimedOperation.Open => ("open", static m => ref m.Open, "opening"),
        TimedOperation.List => ("list", static m => ref m.List, "listing"),
        _ => ("invoke", static m => ref m.Invoke, "the action"),
    };

    private static StringAttribute Entry(string doing, TimeSpan byDefault) => new()
    {
        Optional = true,
        Description = $"How long {doing} may take. Default `{byDefault.TotalMinutes:0}m`.",
        Validators = [IsDuration.Positive],
    };

    private sealed record Declared(TimeoutsAttribute Attribute, TfValue<Timeouts> Configured)
    {
        public TimeLimit LimitOf(TimedOperation operation) => Attribute.LimitOf(operation, Configured);
    }
}
