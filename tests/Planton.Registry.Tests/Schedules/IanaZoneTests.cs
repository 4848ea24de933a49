using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class IanaZoneTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/Kyiv")]
    [InlineData("Europe/Kiev")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("US/Eastern")]
    public void A_name_of_the_database_is_a_zone_and_keeps_its_spelling(string id)
    {
        Assert.True(IanaZone.TryParse(id, out var zone, out var error), error);
        Assert.Null(error);
        Assert.Equal(id, zone.Id);
    }

    [Theory]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("utc", "UTC")]
    [InlineData(" Europe/Berlin ", "Europe/Berlin")]
    [InlineData("America/New York", "America/New_York")]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("Asia/Katmandou", "Asia/Katmandu")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("Eastern Standard Time", "America/New_York")]
    public void A_near_miss_is_answered_with_the_name_that_was_meant(string id, string meant)
    {
        Assert.False(IanaZone.TryParse(id, out var zone, out var error));
        Assert.Null(zone);
        Assert.Equal($"\"{id}\" is not a time zone of the IANA database. Did you mean \"{meant}\"?", error);
    }

    [Theory]
    [InlineData("PST")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("Local")]
    [InlineData("../../etc/passwd")]
    public void A_text_that_is_no_name_is_refused_with_examples(string id)
    {
        Assert.False(IanaZone.TryParse(id, out _, out var error));
        Assert.Equal($"\"{id}\" is not a time zone of the IANA database. Give a name such as \"Europe/Berlin\" or \"UTC\".", error);
    }

    /// <summary>The nearest name, <c>Etc/GMT+2</c>, means the opposite of what most people write it for.</summary>
    [Theory]
    [InlineData("GMT+2")]
    [InlineData("gmt-5")]
    [InlineData("UTC+2")]
    [InlineData("UTC +02:00")]
    [InlineData("+02:00")]
    [InlineData("-0530")]
    public void For_an_offset_a_city_is_suggested(string id)
    {
        Assert.False(IanaZone.TryParse(id, out _, out var error));
        Assert.Equal($"\"{id}\" is an offset from UTC, not a time zone of the IANA database. Give the name of a city in the zone, such as \"Europe/Berlin\".", error);
    }

    [Theory]
    [InlineData("Europe/Berlin\u001b[31m")]
    [InlineData("Europe/Berlin\n")]
    public void A_text_with_control_characters_is_not_repeated(string id)
    {
        Assert.False(IanaZone.TryParse(id, out _, out var error));
        Assert.StartsWith("The given text is not a time zone", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_text_is_not_repeated()
    {
        Assert.False(IanaZone.TryParse(new string('x', 1_000_000), out _, out var error));
        Assert.StartsWith("The given text is not a time zone", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_text_is_called_empty(string id)
    {
        Assert.False(IanaZone.TryParse(id, out _, out var error));
        Assert.StartsWith("The time zone is empty.", error, StringComparison.Ordinal);
    }
}
