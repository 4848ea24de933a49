using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Answers with <see cref="FaultRule.Status"/>, an API error body (or <see cref="FaultRule.Body"/>) and the given headers.</summary>
    Status,

    /// <summary>Answers with an HTML page, as a gateway does; 502 unless a status is given.</summary>
    Html,

    /// <summary>Closes the connection without an answer, before the request is processed.</summary>
    Reset,

    /// <summary>Processes the request, then closes the connection without an answer.</summary>
    LoseAnswer,

    /// <summary>Processes the request, announces the full length, sends half the body and closes the connection.</summary>
    Truncate,

    /// <summary>Processes the request and sends the true answer late; see <see cref="FaultRule.Delay"/>.</summary>
    Delay,

    /// <summary>Processes the request and sends <see cref="FaultRule.Body"/> (by default text that is no JSON) with the true status.</summary>
    WrongJson,

    /// <summary>Processes the request and sends the true body under another content type.</summary>
    WrongContentType,

    /// <summary>
    /// Processes the request and sends the true body with <see cref="FaultRule.Body"/> (null when there is none) in the place of every
    /// member that is named <see cref="FaultRule.Member"/>, however deep.
    /// </summary>
    WrongMember,
}

/// <summary>
/// A rule that spoils the answers to some requests. Rules are tried in the order they were added; the first that fits and
/// strikes decides.
/// </summary>
public sealed record FaultRule
{
    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>Names the rule in the request log; given by the simulator when null.</summary>
    public string? Id { get; init; }

    /// <summary>The UUID of the cluster whose own API is affected, or <c>*</c> for all clusters; null for DigitalOcean's API.</summary>
    public string? Cluster { get; init; }

    /// <summary>The HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>The path pattern: <c>*</c> within a segment, <c>**</c> across segments; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>Only requests whose body contains this text, for example one cluster's id; null for any.</summary>
    public string? BodyContains { get; init; }

    /// <summary>How many fitting requests pass untouched first.</summary>
    public int After { get; init; }

    /// <summary>How often the rule strikes; null for always.</summary>
    public int? Count { get; init; }

    /// <summary>The chance that a fitting request is struck, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The status to send; 500 for <see cref="FaultKind.Status"/> and 502 for <see cref="FaultKind.Html"/> when null.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// For <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>: whether the request takes effect all the same,
    /// as with a gateway that gave up on a request that went through.
    /// </summary>
    public bool Processed { get; init; }

    /// <summary>
    /// For a request that is answered, or dropped, before it takes effect: how many later requests are answered before it takes effect all the
    /// same; see <see cref="HeldRequests"/>. Null: it never does.
    /// </summary>
    public int? EffectAfter { get; init; }

    /// <summary>Headers of the answer, which win over those it would have.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body to send: a string is sent as it is, anything else as JSON.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>For <see cref="FaultKind.WrongMember"/>: the name of the members.</summary>
    public string? Member { get; init; }

    /// <summary>The content type to send; <c>text/html</c> for <see cref="FaultKind.WrongContentType"/> when null.</summary>
    public string? ContentType { get; init; }

    /// <summary>Real time to wait before the answer; goes with every kind.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the request is answered, or dropped, before it takes effect.</summary>
    internal bool IsAnsweredUnprocessed => Kind is FaultKind.Reset || (Kind is FaultKind.Status or FaultKind.Html && !Processed);
}
