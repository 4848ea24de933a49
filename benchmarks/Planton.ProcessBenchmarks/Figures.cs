using System.Globalization;

namespace Planton.ProcessBenchmarks;

/// <summary>The figures of several runs.</summary>
internal sealed class Figures
{
    private readonly List<double> _all = [];

    public bool IsEmpty => _all.Count == 0;

    public void Add(double figure) => _all.Add(figure);

    public double Least => _all.Min();

    public double Greatest => _all.Max();

    public double Median
    {
        get
        {
            var sorted = _all.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>Least, median and greatest.</summary>
    public string Text(string unit = "") => string.Create(CultureInfo.InvariantCulture, $"{Least:0.#} | **{Median:0.#}** | {Greatest:0.#} {unit}").TrimEnd();
}
