namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// Where a codec stands in a value, and how much of its allowance is spent. Each open value has one place for the step into the part that is
/// at work; the steps become a <see cref="CtyPath"/> only when there is a fault to report.
/// </summary>
/// <param name="allowance">How many parts the whole value may have; see <see cref="Spend"/>.</param>
internal sealed class CtyCursor(long allowance)
{
    /// <summary>
    /// How deep values and types may nest. Far beyond any schema or configuration, and safe on the smallest of stacks.
    /// </summary>
    public const int MaxDepth = 256;

    private static readonly string TooDeep = $"Values nest deeper than {MaxDepth} levels.";

    private Step[] _steps = new Step[8];
    private long _allowance = allowance;
    private int _depth;

    /// <summary>Goes into a value that is read; <see cref="Leave"/> undoes it.</summary>
    public void Enter()
    {
        if (_depth == MaxDepth) throw Fault(TooDeep);
        Deepen();
    }

    /// <summary>Goes into a value that is written; <see cref="Leave"/> undoes it.</summary>
    public void Enter(CtyValue value)
    {
        if (_depth == MaxDepth) throw Misfit(value, TooDeep);
        Deepen();
    }

    /// <summary>Comes back out of a value. Not called on the way of an exception, so that the fault keeps its place.</summary>
    public void Leave() => _depth--;

    public void Push(string name, bool isKey)
    {
        ref var step = ref _steps[_depth];
        step.Kind = isKey ? StepKind.Key : StepKind.Attribute;
        step.Name = name;
    }

    public void Push(int index)
    {
        ref var step = ref _steps[_depth];
        step.Kind = StepKind.Index;
        step.Index = index;
    }

    /// <summary>Goes into a set, where no path leads.</summary>
    public void PushSet() => _steps[_depth].Kind = StepKind.Set;

    public void Pop() => _steps[_depth].Kind = StepKind.None;

    /// <summary>
    /// Takes parts off the allowance, before memory or time is given to them. The allowance follows from the length of the
    /// input, so the sum of all announced lengths is bounded, not only each one.
    /// </summary>
    public void Spend(long parts)
    {
        _allowance -= parts;
        if (_allowance < 0) throw Fault("The value is larger than its length can justify.");
    }

    public CtyDecodeException Fault(string message, Exception? inner = null) => new(ToPath(), message, inner);

    /// <summary>The value to write comes from this process, so that it does not fit is a fault of the caller, not of the wire.</summary>
    public ArgumentException Misfit(CtyValue value, string message)
    {
        var path = ToPath();
        return new(path.Steps.IsEmpty ? message : $"{path}: {message}", nameof(value));
    }

    private void Deepen()
    {
        if (++_depth == _steps.Length) Array.Resize(ref _steps, 2 * _depth);
    }

    private CtyPath ToPath()
    {
        var path = CtyPath.Root;
        foreach (var step in _steps.AsSpan(0, _depth + 1))
        {
            switch (step.Kind)
            {
                case StepKind.Attribute: path = path.Attribute(step.Name!); break;
                case StepKind.Key: path = path.Key(step.Name!); break;
                case StepKind.Index: path = path.Index(step.Index); break;
                case StepKind.Set: return path;
                default: break;
            }
        }

        return path;
    }

    private enum StepKind
    {
        None,
        Attribute,
        Key,
        Index,
        Set,
    }

    private struct Step
    {
        public StepKind Kind;
        public int Index;
        public string? Name;
    }
}
