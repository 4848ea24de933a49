namespace Planton.Dist;

/// <summary>Something that is compiled into the executable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence, as SPDX names it.</param>
/// <param name="Url">Its package URL.</param>
/// <param name="Sha512">The checksum of its package, in hexadecimal; null where there is no package.</param>
/// <param name="Needs">The package URLs of what it needs itself.</param>
internal sealed record Part(string Name, string Version, string Licence, string Url, string? Sha512, IReadOnlyList<string> Needs);
