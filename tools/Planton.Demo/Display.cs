namespace Planton.Demo;

/// <summary>A promise of the demo does not hold, or the demo cannot run here. The message is for the user.</summary>
internal sealed class DemoException(string message) : Exception(message);

/// <summary>What the demo writes: numbered steps, and a line for each promise that holds.</summary>
internal sealed class Display
{
    private int _step;

    public bool HasColor { get; } = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void Step(string title) => Console.WriteLine($"\n{Bold($"{++_step}. {title}")}");

    public static void Tell(string text) => Console.WriteLine($"   {text}");

    public void Command(string text) => Console.WriteLine($"\n   {Bold($"$ {text}")}");

    /// <summary>Checks a promise and says that it holds.</summary>
    public void Expect(bool holds, string promise)
    {
        if (!holds) throw new DemoException($"Step {_step}: this does not hold: {promise}.");
        Console.WriteLine($"   {Color("✓", 32)} {promise}");
    }

    public void Done(string text) => Console.WriteLine($"\n{Bold("Done.")} {text}");

    public void Fail(string text) => Console.Error.WriteLine($"\n{Color(text, 31)}");

    private string Bold(string text) => Color(text, 1);

    private string Color(string text, int code) => HasColor ? $"\e[{code}m{text}\e[0m" : text;
}
