using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// How one attribute's planned value follows from its configuration and prior state. The CLI plans twice and compares, so a
/// modifier is a pure function of its request: no clock, no network, no randomness.
/// </summary>
public abstract class PlanModifier<T>
    where T : notnull
{
    /// <summary>Whether the modifier can ask for a replacement of the resource, for the documentation.</summary>
    public virtual bool MayReplace => false;

    /// <summary>Changes the planned value or asks for a replacement.</summary>
    public abstract void Modify(PlanModifierRequest<T> request);
}

/// <summary>The values of one attribute during planning, and the answer so far.</summary>
public sealed class PlanModifierRequest<T>
    where T : notnull
{
    private readonly PlannedAttribute _attribute;
    private readonly TfType<T> _type;
    private TfValue<T> _planned;

    internal PlanModifierRequest(PlannedAttribute attribute, TfType<T> type)
    {
        _attribute = attribute;
        _type = type;
        Config = type.FromCty(attribute.Config);
        Prior = type.FromCty(attribute.Prior);
        _planned = type.FromCty(attribute.Planned);
    }

    /// <summary>Where the attribute stands.</summary>
    public CtyPath Path => _attribute.Path;

    /// <summary>Whether there is a prior state, that is, the plan is not for a create.</summary>
    public bool ResourceExists => _attribute.ResourceExists;

    /// <summary>The configured value.</summary>
    public TfValue<T> Config { get; }

    /// <summary>The value of the prior state; null on create.</summary>
    public TfValue<T> Prior { get; }

    /// <summary>The planned value so far.</summary>
    public TfValue<T> Planned
    {
        get => _planned;
        set => (_planned, IsChanged) = (value, true);
    }

    /// <summary>Whether the planned value differs from the prior one. An unknown planned value may turn out different, so it does.</summary>
    public bool Changes => Planned.IsUnknown || !_attribute.Prior.Equals(IsChanged ? _type.Keep(_attribute.Prior, _type.ToCty(Planned)) : _attribute.Planned);

    /// <summary>Whether a modifier put another value in the plan.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>Asks that the resource be replaced because of this attribute. Terraform ignores it on create.</summary>
    public void RequireReplace() => _attribute.RequiresReplace.Add(Path);
}
