using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The position in a list that a <c>continue</c> token stands for.</summary>
/// <param name="Revision">The revision of the first page; -1 to continue with the objects of the present.</param>
/// <param name="Start">The first key of the next page.</param>
internal sealed record ListPosition(long Revision, string Start)
{
    private const long Any = -1;

    public bool IsConsistent => Revision != Any;

    /// <exception cref="ApiErrorException">400: the text was not issued here.</exception>
    public static ListPosition? Read(string text)
    {
        if (text.Length == 0) return null;
        try
        {
            return JsonSerializer.Deserialize<ListPosition>(WebEncoders.Base64UrlDecode(text)) is { Start: not null } position ? position : throw Refusal();
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            throw Refusal();
        }
    }

    public ListPosition Inconsistent() => this with { Revision = Any };

    public override string ToString() => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(this));

    private static ApiErrorException Refusal() => ApiErrorException.BadRequest("continue key is not valid");
}
