using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Planton.Registry.Schedules;

/// <summary>A time zone of the IANA database, from tables that are built in: it needs no zone files on the machine.</summary>
internal sealed class IanaZone
{
    private readonly DateTimeZone _zone;

    private IanaZone(DateTimeZone zone) => _zone = zone;

    /// <summary>Coordinated universal time.</summary>
    public static IanaZone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>The zone's name, as it was given.</summary>
    public string Id => _zone.Id;

    /// <summary>Finds a zone by its exact name, current or historic.</summary>
    /// <param name="id">A name such as <c>Europe/Berlin</c>.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="error">What is wrong, with the nearest name where one is near.</param>
    public static bool TryParse(string id, [NotNullWhen(true)] out IanaZone? zone, [NotNullWhen(false)] out string? error)
    {
        // The provider also makes zones out of offsets ("UTC+3"), which are no names of the database.
        var known = DateTimeZoneProviders.Tzdb.Ids.Contains(id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
        zone = known is null ? null : new IanaZone(known);
        error = known is null ? Explain(id) : null;
        return zone is not null;
    }

    /// <summary>The time between the two clock changes around an instant.</summary>
    /// <param name="instant">The instant.</param>
    public ZoneIntervalSchedule StretchAt(Instant instant) => ZoneIntervalSchedule.At(_zone, instant);

    private static string Explain(string id)
    {
        if (string.IsNullOrWhiteSpace(id)) return "The time zone is empty. Give an IANA name such as \"Europe/Berlin\" or \"UTC\".";

        var quoted = IanaZoneSuggestion.IsPlausible(id) ? $"\"{id}\"" : "The given text";
        if (IanaZoneSuggestion.IsOffset(id))
        {
            return $"{quoted} is an offset from UTC, not a time zone of the IANA database. Give the name of a city in the zone, such as \"Europe/Berlin\".";
        }

        return IanaZoneSuggestion.For(id) is { } suggestion
            ? $"{quoted} is not a time zone of the IANA database. Did you mean \"{suggestion}\"?"
            : $"{quoted} is not a time zone of the IANA database. Give a name such as \"Europe/Berlin\" or \"UTC\".";
    }
}
