using CsCheck;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

public sealed class ResourcePlannerProperties
{
    private const int Runs = 2000;

    private static readonly Gen<Case> Cases =
        from schema in PlannerSchemas.Schema
        let block = PlannerSchemas.ToCore(schema)
        from config in PlannerSchemas.Config(block)
        from state in PlannerSchemas.State(block)
        from isCreate in Gen.Bool
        let item = new Case(schema, block, config, isCreate ? null : state)
        where item.IsPossible()
        select item;

    [Fact]
    public void Every_plan_keeps_the_rules_of_the_core() => Cases.Sample(static item =>
    {
        var output = item.Plan(item.Config, item.Prior);
        ProviderRuleException.ThrowIfAny(
            $"prior {item.Prior}, config {item.Config}, planned {output.Planned}", PlanRules.Check(item.Block, item.Prior, item.Config, output.Planned, output.RequiresReplace));
    }, iter: Runs);

    [Fact]
    public void What_was_applied_plans_no_change() => Cases.Sample(static item =>
    {
        var applied = Settled(item.Plan(item.Config, item.Prior).Planned);
        var config = Resolved(item.Config, applied);

        // Two objects of a set that come out equal are one object, which the configuration then contradicts for good.
        return ObjectsInSets(applied) < ObjectsInSets(item.Config) || item.Plan(config, applied).Planned.Equals(applied);
    }, iter: Runs);

    [Fact]
    public void A_plan_is_the_same_the_second_time() => Cases.Sample(static item =>
        item.Plan(item.Config, item.Prior).Planned.Equals(item.Plan(item.Config, item.Prior).Planned), iter: Runs);

    [Fact]
    public void The_model_gives_back_what_it_was_given() => Cases.Sample(static item =>
    {
        var planned = item.Plan(item.Config, item.Prior).Planned;
        return item.Schema.Attributes.Encode(item.Schema.Attributes.Decode(planned)).Equals(planned);
    }, iter: Runs);

    [Fact]
    public void A_value_that_becomes_known_refines_the_plan() => Cases.Sample(static item =>
    {
        var first = item.Plan(item.Config, item.Prior).Planned;
        var final = item.Plan((CtyObject)Settle(item.Config), item.Prior);
        return ApplyRules.Check(item.Block, first, final.Planned).Count == 0 || IsCollapsed(first, final.Planned, item.Prior);
    }, iter: Runs);

    /// <summary>An update may turn out to change nothing once everything is known; the core allows that.</summary>
    private static bool IsCollapsed(CtyObject first, CtyObject final, CtyObject? prior) => final.Equals(prior) && !first.Equals(prior);

    private static int ObjectsInSets(CtyValue value) => value switch
    {
        CtyObject known => known.Values.Sum(ObjectsInSets),
        CtyMap map => map.Entries.Sum(static entry => ObjectsInSets(entry.Value)),
        CtySequence sequence => sequence.Elements.Sum(ObjectsInSets) + (sequence is { IsSet: true, Type: CtyCollectionType { Element: CtyObjectType } } ? sequence.Elements.Length : 0),
        _ => 0,
    };

    private static CtyObject Settled(CtyObject planned) => (CtyObject)Settle(planned);

    /// <summary>A value in place of every unknown one.</summary>
    private static CtyValue Settle(CtyValue value) => value switch
    {
        { IsWhollyKnown: true } => value,
        CtyObject known => CtyValue.Object(known.Type, known.Type.Attributes.Select(attribute => (attribute.Name, Settle(known[attribute.Name])))),
        CtySequence { IsSet: true } set => CtyValue.Set(((CtyCollectionType)set.Type).Element, set.Elements.Select(Settle)),
        CtySequence list => CtyValue.List(((CtyCollectionType)list.Type).Element, list.Elements.Select(Settle)),
        CtyMap map => CtyValue.Map(((CtyCollectionType)map.Type).Element, map.Entries.Select(static entry => KeyValuePair.Create(entry.Key, Settle(entry.Value)))),
        _ => Default(value.Type),
    };

    private static CtyValue Default(CtyType type) => type switch
    {
        // No object: one that the provider makes up must leave alone what only a configuration may set inside it.
        CtyObjectType => CtyValue.Null(type),
        CtyCollectionType { Kind: CtyCollectionKind.Set } set => CtyValue.Set(set.Element),
        CtyCollectionType { Kind: CtyCollectionKind.List } list => CtyValue.List(list.Element),
        CtyCollectionType map => CtyValue.Map(map.Element),
        CtyPrimitiveType { Name: "number" } => CtyValue.Number(1),
        CtyPrimitiveType { Name: "bool" } => CtyValue.Bool(true),
        _ => CtyValue.String("z"),
    };

    /// <summary>The configuration after apply: every unknown value is what it became.</summary>
    private static CtyObject Resolved(CtyObject config, CtyObject applied) => (CtyObject)Resolve(config, applied);

    private static CtyValue Resolve(CtyValue config, CtyValue applied) => (config, applied) switch
    {
        ({ IsWhollyKnown: true }, _) => config,
        (CtyObject given, CtyObject became) => CtyValue.Object(given.Type, given.Type.Attributes.Select(attribute => (attribute.Name, Resolve(given[attribute.Name], became[attribute.Name])))),
        (CtySequence { IsSet: false } given, CtySequence became) => CtyValue.List(((CtyCollectionType)given.Type).Element, given.Elements.Zip(became.Elements, Resolve)),
        (CtyMap given, CtyMap became) => CtyValue.Map(((CtyCollectionType)given.Type).Element, given.Entries.Zip(became.Entries, static (left, right) => KeyValuePair.Create(left.Key, Resolve(left.Value, right.Value)))),
        _ => applied,
    };

    private sealed record Case(Schema<Bag> Schema, CoreBlock Block, CtyObject Config, CtyObject? Prior)
    {
        /// <summary>Whether the objects of each set still differ with their defaults, and once everything is known; otherwise the plan is refused.</summary>
        public bool IsPossible()
        {
            if (!Schema.Untyped.HasNestedSet) return true;
            try
            {
                Plan((CtyObject)Settle(Config), Prior);
                Plan(Config, Prior);
                return true;
            }
            catch (DiagnosticException)
            {
                return false;
            }
        }

        public PlanOutput Plan(CtyObject config, CtyObject? prior) =>
            ResourcePlanner.Plan(Schema, new(config, prior, ProposedNew.Of(Block, prior, config)!));

        public override string ToString() => $"schema {Schema.Type}\nconfig {Config}\nprior {Prior}";
    }
}
