using System.Text.Json;
using Planton.Terraform.Plugin.Resources;

namespace Planton.Terraform.Plugin.Tests.Resources;

public sealed class StoredValueTests
{
    private static readonly StoredValue State = new(JsonDocument.Parse(
        """{ "name": "a", "note": null, "size": 3, "share": 0.5, "huge": 1e30, "on": true, "off": false, "parts": [{ "label": "x" }, {}], "tags": { "k": "v" } }""").RootElement);

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        Assert.Equal("a", State.GetProperty("name").GetString());
        Assert.Null(State.GetProperty("note").GetString());
        Assert.Equal((3, 0.5), (State.GetProperty("size").GetInt64(), State.GetProperty("share").GetDouble()));
        Assert.Equal((true, false), (State.GetProperty("on").GetBoolean(), State.GetProperty("off").GetBoolean()));
        Assert.Equal("x", State.GetProperty("parts").EnumerateArray().First().GetProperty("label").GetString());
        Assert.Equal(("k", "v"), State.GetProperty("tags").EnumerateObject().Select(static entry => (entry.Key, entry.Value.GetString()!)).Single());
        Assert.False(State.TryGetProperty("other", out _));
        Assert.Equal(JsonValueKind.Number, ((JsonElement)State.GetProperty("size")).ValueKind);
    }

    public static TheoryData<Func<object?>, string> Misreadings => new()
    {
        { static () => State.GetProperty("other"), "It has no other." },
        { static () => State.GetProperty("parts").EnumerateArray().Last().GetProperty("label"), "It has no parts[1].label." },
        { static () => State.GetProperty("size").GetString(), "size is not a text." },
        { static () => State.GetProperty("name").GetInt64(), "name is not a number." },
        { static () => State.GetProperty("share").GetInt64(), "share is not a whole number of 64 bits." },
        { static () => State.GetProperty("huge").GetInt64(), "huge is not a whole number of 64 bits." },
        { static () => State.GetProperty("note").GetDouble(), "note is not a number." },
        { static () => State.GetProperty("name").GetBoolean(), "name is not true or false." },
        { static () => State.GetProperty("tags").EnumerateArray(), "tags is not a list." },
        { static () => State.GetProperty("tags").GetProperty("k").GetProperty("deeper"), "tags.k is not an object." },
        { static () => State.GetProperty("name").EnumerateObject(), "name is not an object." },
        { static () => State.EnumerateArray(), "It is not a list." },
    };

    [Theory]
    [MemberData(nameof(Misreadings))]
    public void What_is_missing_or_of_another_kind_is_named_and_never_shown(Func<object?> read, string words) =>
        Assert.Equal(words, Assert.Throws<StoredValueException>(read).Message);
}
