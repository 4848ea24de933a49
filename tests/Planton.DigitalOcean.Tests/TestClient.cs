using Microsoft.Extensions.Time.Testing;

namespace Planton.DigitalOcean.Tests;

/// <summary>Clients on a stub, with a clock that does not wait and a chance that is always the same.</summary>
internal static class TestClient
{
    public const string Token = "dop_v1_0123456789abcdef";

    public static DigitalOceanClientOptions Options { get; } = new()
    {
        Token = Token,
        Endpoint = new Uri("https://api.example.test"),
        AttemptTimeout = EagerTime.Never,
    };

    public static DigitalOceanClient Of(
        StubApi api, TimeProvider? time = null, DigitalOceanClientOptions? options = null, Action<ApiCall>? observer = null, double chance = 0,
        Action<RateLimitPause>? pauses = null) =>
        new(options ?? Options, time ?? new EagerTime(), new FixedRandom(chance), observer, pauses, api);

    public static FakeTimeProvider FakeTime() => new(EagerTime.Start);

    internal sealed class FixedRandom(double chance) : Random
    {
        public override double NextDouble() => chance;
    }
}
