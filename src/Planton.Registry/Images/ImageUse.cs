namespace Planton.Registry.Images;

/// <summary>A use of an image in one repository. A tag is in use when it is named, whatever it points to, and a digest wherever it is seen.</summary>
/// <param name="Repository">The repository, slashes included.</param>
/// <param name="Tag">The tag; null when the user names none.</param>
/// <param name="Digest">The digest; null when the user names none.</param>
internal sealed record ImageUse(string Repository, string? Tag, string? Digest, ImageUser User)
{
    /// <summary>The use that an image's name in a spec or a status means.</summary>
    public static ImageUse Of(ImageReference reference, ImageUser user) => new(reference.Repository, reference.Tag, reference.Digest, user);
}

/// <summary>Who uses an image.</summary>
/// <param name="Kind">The kind of the user in lower case, such as <c>deployment</c> or <c>app</c>.</param>
internal abstract record ImageUser(string Kind, string Name)
{
    /// <summary>The user as plans and messages show it.</summary>
    public abstract string Text { get; }

    /// <summary>An object of a cluster.</summary>
    internal sealed record Workload(string Kind, string Name, string Namespace, string ClusterUuid, string ClusterName) : ImageUser(Kind, Name)
    {
        /// <inheritdoc/>
        public override string Text => $"{Kind}/{Name} in {Namespace}, cluster {ClusterName}";
    }

    /// <summary>An app of App Platform.</summary>
    internal sealed record App(string Name, string Id) : ImageUser("app", Name)
    {
        /// <inheritdoc/>
        public override string Text => $"app/{Name}";
    }
}
