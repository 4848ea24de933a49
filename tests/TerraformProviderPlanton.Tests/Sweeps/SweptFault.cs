using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>One thing that can go wrong with an answer.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Rule">What the simulator does.</param>
internal sealed record SweptFault(string Name, FaultRule Rule)
{
    // A minute passes in a second here, and no answer comes within it.
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(1);

    /// <summary>Values that stand for none of an enumeration's; members of these names are enumerations in the API's description.</summary>
    private static readonly HashSet<string> Enumerations = new(StringComparer.Ordinal) { "status", "state", "phase", "kind", "type", "slug", "region", "trigger" };

    /// <summary>Whether the answer says what is not so, in a form that cannot be told from the truth: no client can know better.</summary>
    public bool Lies { get; init; }

    /// <summary>Whether the CLI is interrupted while the request is under way.</summary>
    public bool Interrupts { get; init; }

    /// <summary>Whether it strikes when the window of the slot that is due is about to close.</summary>
    public bool StrikesLate { get; init; }

    /// <summary>Whether the CLI is run once more before the effect of the request comes.</summary>
    public bool OutlastsNextRun { get; init; }

    /// <summary>What can go wrong with any answer.</summary>
    public static IReadOnlyList<SweptFault> OfAnyAnswer { get; } =
    [
        Status(429) with { Name = "429 without Retry-After" },
        new("429 with Retry-After", new() { Status = 429, Headers = RetryAfter("1") }),
        new("429 for an hour", new() { Status = 429, Headers = RetryAfter("3600") }),
        Status(500),
        new("500 that took effect", new() { Status = 500, Processed = true }),
        new("502 with a page", new() { Kind = FaultKind.Html }),
        new("502 with a page that took effect", new() { Kind = FaultKind.Html, Processed = true }),
        Status(503),
        new("reset before", new() { Kind = FaultKind.Reset }),
        new("reset after", new() { Kind = FaultKind.LoseAnswer }),
        new("reset in the middle", new() { Kind = FaultKind.Truncate }),
        new("silence before", new() { Kind = FaultKind.Reset, Delay = TooLong }),
        new("silence after", new() { Kind = FaultKind.Delay, Delay = TooLong }),
        new("truncated JSON", new() { Kind = FaultKind.WrongJson }),
        new("wrong content type", new() { Kind = FaultKind.WrongContentType }),
        new("a page with success", new() { Kind = FaultKind.WrongJson, ContentType = "text/html", Body = "<html><body>Sign in</body></html>" }),
        new("nothing", new() { Kind = FaultKind.WrongJson, Body = string.Empty }),
        new("null", new() { Kind = FaultKind.WrongJson, Body = "null" }),
        new("an empty object", new() { Kind = FaultKind.WrongJson, Body = "{}" }) { Lies = true },
        new("a list", new() { Kind = FaultKind.WrongJson, Body = "[1, 2]" }),
        Status(401),
        Status(403),
        Status(404) with { Lies = true },
        Status(409),
        Status(412),
        Status(422),
        new("429 with Retry-After past the window", new() { Status = 429, Headers = RetryAfter("30") }) { StrikesLate = true },
        new("Ctrl-C during the call", new() { Kind = FaultKind.Reset, Delay = TooLong }) { Interrupts = true },
    ];

    /// <summary>What can go wrong, beside that, with the answer to a request that changes something.</summary>
    public static IReadOnlyList<SweptFault> OfAnyChange { get; } =
    [
        new("504, effect two requests later", new() { Status = 504, EffectAfter = 2 }),
        new("504, effect after the end", new() { Status = 504, EffectAfter = int.MaxValue }),
        new("504, effect after the next run", new() { Status = 504, EffectAfter = int.MaxValue }) { OutlastsNextRun = true },
        new("silence, effect after the end", new() { Kind = FaultKind.Reset, Delay = TooLong, EffectAfter = int.MaxValue }),
        new("Ctrl-C during the call that takes effect", new() { Kind = FaultKind.LoseAnswer, Delay = TooLong }) { Interrupts = true },
        new("Ctrl-C during the call, effect after the end", new() { Kind = FaultKind.Reset, Delay = TooLong, EffectAfter = int.MaxValue }) { Interrupts = true },
    ];

    /// <summary>What can go wrong with one member of an answer.</summary>
    /// <param name="member">The member's name.</param>
    public static IEnumerable<SweptFault> OfMember(string member)
    {
        yield return Wrong(member, "null", null);
        yield return Wrong(member, "of another type", new JsonObject { ["unexpected"] = new JsonArray(true) });
        if (Enumerations.Contains(member)) yield return Wrong(member, "unheard of", "unheard-of");
    }

    public override string ToString() => Name;

    private static SweptFault Status(int status) => new($"{status}", new() { Status = status });

    private static SweptFault Wrong(string member, string how, JsonNode? value) =>
        new($"{member} {how}", new() { Kind = FaultKind.WrongMember, Member = member, Body = value }) { Lies = true };

    private static Dictionary<string, string> RetryAfter(string seconds) => new(StringComparer.Ordinal) { ["retry-after"] = seconds };
}
