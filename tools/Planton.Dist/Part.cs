namespace Planton.Dist;

/// <summary>Something that is compiled into the executable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence, as SPDX names it.</param>
/// <param name="Url">Its package URL.</param>
/// <param name="Sha512">The checksum of its package, in hexadecimal; null where there is no package.</param>
/// <param name="Needs">The package URLs of what it needs itself.</param>
/// <param name="Package">The package of the distribution that it was linked from, as <c>name=version</c>; null where there is none.</param>
internal sealed record Part(string Name, string Version, string Licence, string Url, string? Sha512, IReadOnlyList<string> Needs, string? Package = null);
