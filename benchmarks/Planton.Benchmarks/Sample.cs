using Planton.Terraform.Plugin.Cty;

namespace Planton.Benchmarks;

/// <summary>What a value is made of.</summary>
public enum Shape
{
    /// <summary>One string.</summary>
    Text,

    /// <summary>A list of short strings.</summary>
    Strings,

    /// <summary>A set of short strings.</summary>
    Set,

    /// <summary>A map of short strings.</summary>
    Map,

    /// <summary>A list of objects as the provider's own run records are.</summary>
    Records,

    /// <summary>A list of whole numbers and fractions.</summary>
    Numbers,
}

/// <summary>Values of a shape and about a size.</summary>
internal static class Sample
{
    private static readonly CtyObjectType Record = CtyType.Object(
        ("uuid", CtyType.String),
        ("status", CtyType.String),
        ("started_at", CtyType.String),
        ("finished_at", CtyType.String),
        ("blobs_deleted", CtyType.Number),
        ("freed_bytes", CtyType.Number),
        ("triggered", CtyType.Bool),
        ("error", CtyType.String));

    /// <summary>A value that takes about so many bytes as MessagePack.</summary>
    public static CtyValue Create(Shape shape, int size) => shape switch
    {
        Shape.Text => CtyValue.String(new string('x', size)),
        Shape.Strings => CtyValue.List(CtyType.String, Many(size / 21, Name)),
        Shape.Set => CtyValue.Set(CtyType.String, Many(size / 21, Name)),
        Shape.Map => CtyValue.Map(CtyType.String, Enumerable.Range(0, size / 42).Select(Entry)),
        Shape.Records => CtyValue.List(Record, Many(size / 212, RecordOf)),
        Shape.Numbers => CtyValue.List(CtyType.Number, Many(size / 6, NumberOf)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such shape."),
    };

    private static IEnumerable<CtyValue> Many(int count, Func<int, CtyValue> element) => Enumerable.Range(0, count).Select(element);

    private static CtyString Name(int i) => CtyValue.String($"name-{i:000000000000000}");

    private static KeyValuePair<string, CtyValue> Entry(int i) => new($"key-{i:0000000000000000}", Name(i));

    private static CtyNumber NumberOf(int i) => (i % 4) switch
    {
        0 => CtyValue.Number(i % 100),
        1 => CtyValue.Number(i),
        2 => CtyValue.Number(i * 1_000_000_000L),
        _ => CtyNumber.From(i + 0.5),
    };

    private static CtyObject RecordOf(int i) => CtyValue.Object(
        Record,
        ("uuid", CtyValue.String($"01234567-89ab-cdef-0123-{i:000000000000}")),
        ("status", CtyValue.String("succeeded")),
        ("started_at", CtyValue.String("2026-11-28T03:00:00Z")),
        ("finished_at", CtyValue.String("2026-11-28T03:07:21Z")),
        ("blobs_deleted", CtyValue.Number(i)),
        ("freed_bytes", CtyValue.Number(i * 1_048_576L)),
        ("triggered", CtyValue.Bool(i % 2 == 0)));
}
