namespace Planton.DigitalOcean.Http;

/// <summary>
/// When the next request of a client may be sent: arithmetic without effects, clock or jitter of its own. Nothing is delayed until the API refuses a
/// request. Then all requests wait for the time that the API names, and continue one by one, at the rate that its sliding window allows: anything
/// faster would only be refused again. Times are relative to a clock that starts with the client and only moves forward.
/// </summary>
internal sealed record RateLimiterState
{
    /// <summary>DigitalOcean's limit per hour where no header tells it.</summary>
    private const long DocumentedLimit = 5000;

    /// <summary>The share of the hourly limit that may be used in one minute. It is documented, and in no header.</summary>
    private const double BurstShare = 0.05;

    /// <summary>What of a window is used: requests arrive less evenly than they are sent.</summary>
    private const double Share = 0.9;

    /// <summary>How much slower a refusal makes a pace that was slow already: somebody else uses the token too.</summary>
    private const double Yield = 0.7;

    /// <summary>Over how many accepted requests such a pace recovers.</summary>
    private const int Recovery = 64;

    /// <summary>A window of the limit per minute; a client that has been idle for that long starts over.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The least time between two requests, whatever the API allows.</summary>
    public TimeSpan OwnSpacing { get; init; }

    /// <summary>The time between two requests that the API's limit can bear; zero as long as nothing was refused.</summary>
    public TimeSpan SustainableSpacing { get; init; }

    /// <summary>The time between two requests because of the API's limit: <see cref="SustainableSpacing"/>, or longer while others use the token.</summary>
    public TimeSpan Spacing { get; init; }

    /// <summary>The next free place.</summary>
    public TimeSpan Next { get; init; }

    /// <summary>No request goes before.</summary>
    public TimeSpan Opens { get; init; }

    /// <summary>When the API has promised to accept requests; not before <see cref="Opens"/>.</summary>
    public TimeSpan Resets { get; init; }

    /// <summary>How often requests were refused; refusals of concurrent requests count once.</summary>
    public int Refusals { get; init; }

    /// <summary>Refusals in a row against the API's own promise, with nothing accepted between.</summary>
    public int BrokenPromises { get; init; }

    /// <summary>Requests that were accepted since <see cref="BurstBegan"/>.</summary>
    public long Accepted { get; init; }

    /// <summary>When the first request after an idle time went; null before the first of all.</summary>
    public TimeSpan? BurstBegan { get; init; }

    private TimeSpan Step => Longer(OwnSpacing, Spacing);

    /// <summary>The moment at which a request may go.</summary>
    /// <param name="ahead">How many go before it.</param>
    public TimeSpan PlaceOf(int ahead, TimeSpan now) => Longer(now, Longer(Opens, Next)) + (ahead * Step);

    /// <summary>How long a request has to wait for the API's limit, counted on its promise; zero while it does not hold requests back.</summary>
    /// <param name="ahead">How many go before it.</param>
    public TimeSpan WaitOf(int ahead, TimeSpan now) => Opens <= now ? TimeSpan.Zero : Longer(PlaceOf(ahead, now), Resets + (ahead * Step)) - now;

    /// <summary>A request goes.</summary>
    public RateLimiterState Take(TimeSpan now)
    {
        var place = Longer(Opens, Next);
        var pace = BurstBegan is null || now - place >= Window ? this with { BurstBegan = now, Accepted = 0, SustainableSpacing = default, Spacing = default } : this;

        // Timers fire slightly late, which is compensated. Idle time is not saved up.
        return pace with { Next = (now - place > pace.Step ? now : place) + pace.Step };
    }

    /// <summary>The API has accepted a request, whatever else it thought of it.</summary>
    public RateLimiterState Accept() => this with { Accepted = Accepted + 1, BrokenPromises = 0, Spacing = Spacing - ((Spacing - SustainableSpacing) / Recovery) };

    /// <summary>The API has refused a request.</summary>
    /// <param name="refusals"><see cref="Refusals"/> when the request was sent: if it was in progress when another was refused, its refusal is not news.</param>
    /// <param name="refusal">What the API says.</param>
    public RateLimiterState Refuse(int refusals, TimeSpan now, RateRefusal refusal)
    {
        var closed = this with { Opens = Longer(Opens, now + refusal.Wait), Resets = Longer(Resets, now + refusal.UntilReset) };
        if (refusals < Refusals) return closed;

        var limit = refusal.Limit is { } told and > 0 ? told : DocumentedLimit;
        var witnessed = Witnessed(now, refusal);
        var sustainable = SustainableSpacing > TimeSpan.Zero ? SustainableSpacing : SpacingOf(Math.Max(limit * BurstShare / Window.TotalSeconds, witnessed));
        var slowest = Longer(sustainable, SpacingOf(Math.Max(limit / Hour.TotalSeconds, witnessed)));
        return closed with
        {
            Refusals = Refusals + 1,
            BrokenPromises = now >= Resets ? BrokenPromises + 1 : BrokenPromises,
            SustainableSpacing = sustainable,
            Spacing = refusal.IsHourly ? slowest : Spacing > TimeSpan.Zero ? Shorter(Spacing / Yield, slowest) : sustainable,
        };
    }

    /// <summary>
    /// Requests per second that were accepted from the first one to the end of the wait: what the window allows, as far as this client can observe.
    /// </summary>
    private double Witnessed(TimeSpan now, RateRefusal refusal) =>
        now - (BurstBegan ?? now) + refusal.UntilReset is var span && span > TimeSpan.Zero ? Accepted / span.TotalSeconds : 0;

    private static TimeSpan SpacingOf(double requestsPerSecond) => TimeSpan.FromSeconds(1 / (Share * requestsPerSecond));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
