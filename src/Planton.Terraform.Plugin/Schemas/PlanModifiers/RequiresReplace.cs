namespace Planton.Terraform.Plugin.Schemas.PlanModifiers;

/// <summary>Asks for a replacement of the resource when the attribute changes: the API cannot change it in place.</summary>
public sealed class RequiresReplace<T> : PlanModifier<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override bool MayReplace => true;

    /// <inheritdoc/>
    public override void Modify(PlanModifierRequest<T> request)
    {
        if (request.ResourceExists && request.Changes) request.RequireReplace();
    }
}

/// <summary>
/// Asks for a replacement when the configuration sets the attribute to another value: for attributes that the API fills in
/// when they are not configured.
/// </summary>
public sealed class RequiresReplaceIfConfigured<T> : PlanModifier<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override bool MayReplace => true;

    /// <inheritdoc/>
    public override void Modify(PlanModifierRequest<T> request)
    {
        if (request.ResourceExists && !request.Config.IsNull && request.Changes) request.RequireReplace();
    }
}

/// <summary>Asks for a replacement when the attribute changes in a way that a condition names, such as a disk that shrinks.</summary>
/// <param name="condition">Whether this change needs a replacement: a pure function of its request.</param>
public sealed class RequiresReplaceIf<T>(Func<PlanModifierRequest<T>, bool> condition) : PlanModifier<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override bool MayReplace => true;

    /// <inheritdoc/>
    public override void Modify(PlanModifierRequest<T> request)
    {
        if (request.ResourceExists && request.Changes && condition(request)) request.RequireReplace();
    }
}
