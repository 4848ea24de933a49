using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Planton.Benchmarks;

var config = DefaultConfig.Instance
    .AddColumn(StatisticColumn.Median, new ThroughputColumn())
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio);
BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(args, config);
