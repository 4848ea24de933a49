namespace Planton.Terraform.Plugin.Schemas.PlanModifiers;

/// <summary>
/// Keeps the prior value of a computed attribute that never changes once the resource exists, unless it is null, so that an update plan shows it
/// as known.
/// </summary>
public sealed class UseStateForUnknown<T> : PlanModifier<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override void Modify(PlanModifierRequest<T> request)
    {
        // A null prior value may be one that the API had not told yet; only a known one is a promise.
        if (request is { ResourceExists: true, Planned.IsUnknown: true, Config.IsNull: true, Prior.IsKnown: true })
        {
            request.Planned = request.Prior;
        }
    }
}

/// <summary>
/// Keeps the prior value of a computed attribute even where it is null: for one that the service sets when the object is made or never.
/// </summary>
public sealed class UseStateOrNullForUnknown<T> : PlanModifier<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override void Modify(PlanModifierRequest<T> request)
    {
        if (request is { ResourceExists: true, Planned.IsUnknown: true, Config.IsNull: true }) request.Planned = request.Prior;
    }
}
