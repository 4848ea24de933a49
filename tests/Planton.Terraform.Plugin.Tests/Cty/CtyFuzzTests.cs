using System.Diagnostics;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>
/// The decoders stand at the edge of the process: whatever comes, they read it or refuse it. <c>make sweep</c> searches for long; what it
/// finds worth keeping is a line of <c>fuzz-corpus.txt</c>, with which every later search begins.
/// </summary>
public sealed class CtyFuzzTests
{
    private const int SmallStack = 512 * 1024;

    private static bool IsWhole => Environment.GetEnvironmentVariable("PLANTON_SWEEP") == "whole";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_comes_is_read_or_refused_in_bounded_memory(int seed)
    {
        var fuzz = new CtyFuzz(new Random(seed), Seeds());
        var inputs = IsWhole ? 20_000_000 : 100_000;
        var watch = Stopwatch.StartNew();

        OnSmallStack(() => fuzz.Run(inputs));

        Console.WriteLine($"Fuzzing of the decoders, seed {seed}: {inputs} inputs, {fuzz.Outcomes} outcomes, {fuzz.Pool.Count} inputs in the corpus, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(fuzz.Outcomes > 50, $"{fuzz.Outcomes} outcomes are too few for a search.");
        if (Environment.GetEnvironmentVariable("PLANTON_FUZZ_CORPUS") is { Length: > 0 } file) File.AppendAllLines(file, fuzz.Pool.Select(static input => input.ToString()));
    }

    private static IEnumerable<FuzzInput> Seeds()
    {
        foreach (var vector in CtyVectors.Encode.Concat(CtyVectors.Decode)) yield return new(false, vector.Type, vector.Bytes);
        foreach (var line in Corpus()) yield return FuzzInput.Parse(line);
        // Infinity is the one known value that JSON has no word for.
        foreach (var vector in CtyVectors.Encode.Where(static vector => !vector.Hex.Contains("ff0000000000000", StringComparison.Ordinal)))
        {
            if (CtyMsgpack.Decode(vector.Bytes, vector.Type) is { IsWhollyKnown: true } value) yield return new(true, vector.Type, CtyJson.Encode(value, vector.Type).ToArray());
        }
    }

    private static IReadOnlyList<string> Corpus()
    {
        using var stream = typeof(CtyFuzzTests).Assembly.GetManifestResourceStream("fuzz-corpus.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
