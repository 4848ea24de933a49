using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// What the core accepts as a plan ("Provider produced invalid plan"): a configured value is kept, or the prior one where both
/// mean the same; only computed values are the provider's to choose.
/// </summary>
internal static class PlanRules
{
    /// <summary>Checks a planned state.</summary>
    /// <param name="prior">The prior state; null on create.</param>
    /// <param name="config">The configuration; null on destroy.</param>
    /// <param name="planned">The provider's answer.</param>
    /// <param name="requiresReplace">The paths that the provider says force a replacement.</param>
    public static IReadOnlyList<RuleBreak> Check(
        CoreBlock schema, CtyObject? prior, CtyObject? config, CtyObject? planned, IEnumerable<CtyPath>? requiresReplace = null)
    {
        var check = new PlanCheck();
        check.Block(schema, prior, Or(config, schema), Or(planned, schema), CtyPath.Root);
        if (planned is not null) check.Breaks.AddRange(StateRules.Inside(schema, planned, CtyPath.Root));
        foreach (var path in requiresReplace ?? [])
        {
            if (At(prior, path) is null && At(planned, path) is null)
            {
                check.Breaks.Add(new(path, "requires_replace names a path that neither the prior nor the planned state has"));
            }
        }

        return check.Breaks;
    }

    /// <summary>Checks a planned identity: it is wholly known or absent, and an object that stays keeps the one that it has.</summary>
    /// <param name="prior">The identity before; null when there is none.</param>
    /// <param name="planned">The planned identity; null when absent.</param>
    /// <param name="isReplaced">Whether the plan makes another object.</param>
    public static IReadOnlyList<RuleBreak> CheckIdentity(CtyObject? prior, CtyValue? planned, bool isReplaced)
    {
        if (planned is { IsWhollyKnown: false }) return [new(CtyPath.Root, $"the planned identity is wholly known or absent, not {planned}")];
        return isReplaced || prior is null || prior.Equals(planned)
            ? []
            : [new(CtyPath.Root, $"the planned identity is {planned?.ToString() ?? "absent"}, but the object's own is {prior}")];
    }

    /// <summary>The paths that really force a replacement: there is something before, and the value at the path changes.</summary>
    /// <param name="prior">The prior state; null on create.</param>
    public static IReadOnlyList<CtyPath> Effective(CoreBlock schema, CtyObject? prior, CtyObject? planned, IEnumerable<CtyPath> requiresReplace) =>
        prior is null || planned is null
            ? []
            : [.. requiresReplace.Where(path => IsWriteOnly(schema, path) || At(planned, path) is not { IsWhollyKnown: true } after || !after.Equals(At(prior, path)))];

    /// <summary>The value at a path; null where the path leads nowhere.</summary>
    internal static CtyValue? At(CtyValue? value, CtyPath path)
    {
        foreach (var step in path.Steps.TakeWhile(static step => step is not CtyStep.Element))
        {
            value = (value, step) switch
            {
                (CtyObject known, CtyStep.Attribute attribute) when known.Type.IndexOf(attribute.Name) >= 0 => known[attribute.Name],
                (CtyMap map, CtyStep.Key key) => map.TryGet(key.Value, out var found) ? found : null,
                (CtySequence { IsSet: false } list, CtyStep.Index index) when index.Value >= 0 && index.Value < list.Elements.Length => list.Elements[(int)index.Value],
                _ => null,
            };
        }

        return value;
    }

    private static bool IsWriteOnly(CoreBlock schema, CtyPath path) =>
        path.Steps is [CtyStep.Attribute first, ..] && schema.Attributes.FirstOrDefault(attribute => attribute.Name == first.Name) is { WriteOnly: true };

    private static CtyValue Or(CtyObject? value, CoreBlock schema) => value ?? CtyValue.Null(schema.Type);

    private sealed class PlanCheck
    {
        public List<RuleBreak> Breaks { get; } = [];

        public void Block(CoreBlock schema, CtyObject? prior, CtyValue config, CtyValue planned, CtyPath path)
        {
            if (!Present(config, planned, path)) return;
            if (config is not CtyObject given || planned is not CtyObject plan)
            {
                if (!planned.Equals(config)) Breaks.Add(new(path, "the configuration of the block is unknown, so its plan must be the same unknown"));
                return;
            }

            foreach (var attribute in schema.Attributes) Attribute(attribute, prior?[attribute.Name], given[attribute.Name], plan[attribute.Name], path.Attribute(attribute.Name));
            foreach (var block in schema.Blocks) NestedBlock(block, prior?[block.Name], given[block.Name], plan[block.Name], path.Attribute(block.Name));
        }

        /// <summary>Reports where one side is null and the other is not; says whether there is anything to compare.</summary>
        private bool Present(CtyValue config, CtyValue planned, CtyPath path)
        {
            if (planned.IsNull && !config.IsNull) Breaks.Add(new(path, "planned for absence, but the configuration wants existence"));
            else if (config.IsNull && !planned.IsNull) Breaks.Add(new(path, "planned for existence, but the configuration wants absence"));
            return !planned.IsNull && !config.IsNull;
        }

        private void Attribute(CoreAttribute attribute, CtyValue? before, CtyValue config, CtyValue planned, CtyPath path)
        {
            var prior = before ?? CtyValue.Null(attribute.Type);

            // Configured or not, it is null in every plan, which is checked for the whole.
            if (attribute.WriteOnly) return;

            var isFree = attribute.Computed && (config.IsNull || !(attribute.Optional || attribute.Required));
            var isKept = planned.Equals(prior) && !prior.IsNull && !config.IsNull;
            if (planned.Equals(config) || isKept || isFree) return;
            if (config.IsNull) Breaks.Add(new(path, $"planned value {planned} for a non-computed attribute"));
            else if (attribute.Nested is { } nested) Nested(nested, before, config, planned, path);
            else Breaks.Add(new(path, Mismatch(prior, config, planned)));
        }

        private static string Mismatch(CtyValue prior, CtyValue config, CtyValue planned) => prior.IsNull
            ? $"planned value {planned} does not match config value {config}"
            : $"planned value {planned} does not match config value {config} nor prior value {prior}";

        private void Nested(CoreNested nested, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path)
        {
            if (!Present(config, planned, path)) return;
            if (config.IsUnknown || planned.IsUnknown)
            {
                Breaks.Add(new(path, config.IsUnknown
                    ? "the configuration is unknown, so the plan must be the same unknown or the prior value"
                    : "the whole value may not be unknown, since the configuration is known"));
                return;
            }

            Elements(nested.Mode, nested.Inside, prior, config, planned, path, Object);
        }

        private void Object(CoreBlock inside, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path)
        {
            if (planned.Equals(config) || !Present(config, planned, path)) return;
            if (config is not CtyObject given || planned is not CtyObject plan)
            {
                Breaks.Add(new(path, "an object may be unknown only where its configuration is"));
                return;
            }

            foreach (var attribute in inside.Attributes)
            {
                Attribute(attribute, (prior as CtyObject)?[attribute.Name], given[attribute.Name], plan[attribute.Name], path.Attribute(attribute.Name));
            }
        }

        private void NestedBlock(CoreNestedBlock block, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path)
        {
            if (planned.Equals(config)) return;
            if (block.Mode is CoreNesting.Single or CoreNesting.Group)
            {
                Block(block.Inside, prior as CtyObject, config, planned, path);
                return;
            }

            if (planned.IsNull) Breaks.Add(new(path, "a block's value may not be null; it must be empty to show that there is no block"));
            else if (planned.IsUnknown) Breaks.Add(new(path, "a block's value may not be unknown itself; make the attributes inside unknown"));
            else if (config.IsUnknown) Breaks.Add(new(path, "the configuration of the block is unknown, so its plan must be the same unknown"));
            else Elements(block.Mode, block.Inside, prior, config, planned, path, BlockElement);
        }

        private void BlockElement(CoreBlock inside, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path)
        {
            if (planned.IsUnknown) Breaks.Add(new(path, "an element that stands for a block may not be unknown itself; make the attributes inside unknown"));
            else Block(inside, prior as CtyObject, config, planned, path);
        }

        private void Elements(CoreNesting mode, CoreBlock inside, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path, ElementCheck check)
        {
            switch (mode)
            {
                case CoreNesting.Map:
                    Map(inside, prior as CtyMap, (CtyMap)config, (CtyMap)planned, path, check);
                    break;
                case CoreNesting.List:
                    List(inside, prior as CtySequence, (CtySequence)config, (CtySequence)planned, path, check);
                    break;
                case CoreNesting.Set:
                    Set(inside, (CtySequence)config, (CtySequence)planned, path, check);
                    break;
                default:
                    check(inside, prior, config, planned, path);
                    break;
            }
        }

        private void Map(CoreBlock inside, CtyMap? prior, CtyMap config, CtyMap planned, CtyPath path, ElementCheck check)
        {
            foreach (var (key, element) in planned.Entries)
            {
                if (!config.TryGet(key, out var given)) Breaks.Add(new(path, $"the plan has the key \"{key}\", which the configuration has not"));
                else check(inside, prior is not null && prior.TryGet(key, out var before) ? before : null, given, element, path.Key(key));
            }

            foreach (var (key, _) in config.Entries)
            {
                if (!planned.TryGet(key, out _)) Breaks.Add(new(path, $"the plan lacks the configured key \"{key}\""));
            }
        }

        private void List(CoreBlock inside, CtySequence? prior, CtySequence config, CtySequence planned, CtyPath path, ElementCheck check)
        {
            if (config.Elements.Length != planned.Elements.Length)
            {
                Breaks.Add(new(path, $"the plan has {planned.Elements.Length} elements, the configuration {config.Elements.Length}"));
                return;
            }

            for (var i = 0; i < planned.Elements.Length; i++)
            {
                check(inside, prior is not null && i < prior.Elements.Length ? prior.Elements[i] : null, config.Elements[i], planned.Elements[i], path.Index(i));
            }
        }

        /// <summary>Elements of a set cannot be told apart for certain; each must fit some element of the other side.</summary>
        private void Set(CoreBlock inside, CtySequence config, CtySequence planned, CtyPath path, ElementCheck check)
        {
            bool Fits(CtyValue given, CtyValue element)
            {
                var (trial, before) = (Breaks.Count, Breaks.ToArray());
                check(inside, null, given, element, path);
                var fits = Breaks.Count == trial;
                Breaks.Clear();
                Breaks.AddRange(before);
                return fits;
            }

            var (least, most) = (config.IsWhollyKnown ? config.Elements.Length : Math.Min(1, config.Elements.Length), config.Elements.Length);
            if (planned.Elements.Length < least || planned.Elements.Length > most)
            {
                Breaks.Add(new(path, $"the plan has {planned.Elements.Length} elements, the configuration {config.Elements.Length}"));
                return;
            }

            foreach (var element in planned.Elements)
            {
                if (!config.Elements.Any(given => Fits(given, element))) Breaks.Add(new(path, $"the planned element {element} fits no configured one"));
            }

            foreach (var given in config.Elements)
            {
                if (!planned.Elements.Any(element => Fits(given, element))) Breaks.Add(new(path, $"the configured element {given} fits no planned one"));
            }
        }

        private delegate void ElementCheck(CoreBlock inside, CtyValue? prior, CtyValue config, CtyValue planned, CtyPath path);
    }
}
