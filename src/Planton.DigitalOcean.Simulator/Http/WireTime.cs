using System.Globalization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>The API's two forms of a time.</summary>
internal static class WireTime
{
    /// <summary>RFC 3339 with whole seconds.</summary>
    public static string Seconds(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 with nine digits; the clock knows seven, the rest follows from them.</summary>
    public static string Nanoseconds(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        + (31 + (instant.UtcTicks % 59)).ToString("00", CultureInfo.InvariantCulture) + "Z";
}
