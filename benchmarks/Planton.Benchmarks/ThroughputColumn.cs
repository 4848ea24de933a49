using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Benchmarks;

/// <summary>How many megabytes of the wire form pass in a second, by the median.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private readonly Dictionary<(Shape Shape, int Size), (int Msgpack, int Json)> _lengths = [];

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "10^6 bytes of the wire form for each second of the median";

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics?.Median is not { } nanoseconds) return "NA";

        var (shape, size) = ((Shape)benchmarkCase.Parameters[nameof(Shape)], (int)benchmarkCase.Parameters[nameof(CodecBenchmarks.Size)]);
        var (msgpack, json) = Lengths(shape, size);
        var isJson = benchmarkCase.Descriptor.WorkloadMethod.Name.EndsWith("Json", StringComparison.Ordinal);
        return $"{(isJson ? json : msgpack) * 1_000d / nanoseconds:N0}";
    }

    private (int Msgpack, int Json) Lengths(Shape shape, int size)
    {
        if (_lengths.TryGetValue((shape, size), out var known)) return known;

        var value = Sample.Create(shape, size);
        return _lengths[(shape, size)] = (CtyMsgpack.Encode(value, value.Type).Length, CtyJson.Encode(value, value.Type).Length);
    }
}
