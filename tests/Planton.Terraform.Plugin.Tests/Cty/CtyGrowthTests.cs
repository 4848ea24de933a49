using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>
/// Twice as much takes twice as much. Work is counted in allocated bytes, which no other load disturbs: a fraction in its binary form takes
/// some whenever it is hashed, or compared with one in digits, so that they count the steps of a set too.
/// </summary>
public sealed class CtyGrowthTests
{
    private const int Few = 2_000;

    [Fact]
    public void A_set_is_made_in_linear_work() => AssertLinear(static n => Fractions(n), static fractions => CtyValue.Set(CtyType.Number, fractions));

    [Fact]
    public void A_set_is_compared_in_linear_work_whatever_its_order() => AssertLinear(
        static n => (CtyValue.Set(CtyType.Number, Fractions(n)), CtyValue.Set(CtyType.Number, Digits(n).Reverse())),
        static sets => Assert.Equal(sets.Item1, sets.Item2));

    [Fact]
    public void A_set_of_objects_is_read_in_linear_work()
    {
        var type = CtyType.Set(CtyType.Object(("a", CtyType.Number), ("b", CtyType.Number)));
        AssertLinear(
            n =>
            {
                var pairs = Fractions(n).Select(number => CtyValue.Object((CtyObjectType)type.Element, ("a", number), ("b", number)));
                return CtyMsgpack.Encode(CtyValue.Set(type.Element, pairs), type);
            },
            bytes => CtyMsgpack.Decode(bytes, type));
    }

    [Fact]
    public void Elements_that_are_not_known_are_kept_apart_and_compared_in_linear_work() => AssertLinear(
        static n => (Unknowns(n), Unknowns(n)),
        static sets => Assert.Equal(sets.Item1, sets.Item2));

    [Fact]
    public void A_map_is_made_in_linear_work_whatever_its_order_and_duplicates() => AssertLinear(
        static n => Enumerable.Range(0, n).Select(static i => KeyValuePair.Create<string, CtyValue>($"{i % 1_500 * 7_919 % 10_000}", CtyBool.True)).ToArray(),
        static entries => CtyValue.Map(CtyType.Bool, entries));

    [Fact]
    public void An_object_of_many_attributes_is_read_and_written_in_linear_work() => AssertLinear(
        static n => CtyType.Object(Enumerable.Range(0, n).Select(static i => ($"a{i}", CtyType.Number))),
        static type =>
        {
            var value = CtyValue.Object(type, type.Attributes.Select(static (attribute, i) => (attribute.Name, (CtyValue)CtyNumber.From(i + 0.5))));
            var (msgpack, json) = (CtyMsgpack.Encode(value, type), CtyJson.Encode(value, type));
            Assert.Equal(CtyMsgpack.Decode(msgpack, type), CtyJson.Decode(json.Span, type));
        });

    [Fact]
    public void An_object_of_many_attributes_is_planned_in_linear_work() => AssertLinear(
        static n => Wide(n / 10),
        static schema =>
        {
            var config = CtyValue.Object(schema.Type);
            var plan = ResourcePlanner.Plan(schema, new(config, null, config));
            Assert.All(plan.Planned.Values, static value => Assert.Equal(CtyValue.String("x"), value));
        });

    [Fact]
    public void A_list_of_objects_is_planned_in_linear_work() => AssertLinear(
        static n =>
        {
            var schema = new Schema<Outer>
            {
                Description = "For tests.",
                Attributes = { { "many", static m => ref m.Many, new ListNestedAttribute<Inner>(Wide(3).Attributes) { Optional = true, Description = "M." } } },
            };
            var inner = (CtyObjectType)((CtyCollectionType)schema.Type.Attributes[0].Type).Element;
            return (schema, CtyValue.Object(schema.Type, ("many", CtyValue.List(inner, Enumerable.Repeat(CtyValue.Object(inner), n)))));
        },
        static sample => Assert.NotEqual(sample.Item2, ResourcePlanner.Plan(sample.schema, new(sample.Item2, sample.Item2, sample.Item2)).Planned));

    [Fact]
    public void Sets_within_sets_are_compared_without_going_into_each_twice()
    {
        var depths = (int[])[10, 20];
        var allocated = depths.Select(static depth =>
        {
            var (left, right) = (Nested(depth, CtyNumber.From(0.5), [1, 2, 3]), Nested(depth, CtyNumber.Parse("0.5"), [1, 3, 2]));
            return Allocated(() => Assert.Equal(left, right));
        }).ToArray();

        Assert.InRange(allocated[1], 0, 3 * allocated[0]);
    }

    private static void AssertLinear<T>(Func<int, T> prepare, Action<T> work)
    {
        var (few, many) = (prepare(Few), prepare(2 * Few));
        var (less, more) = (Allocated(() => work(few)), Allocated(() => work(many)));

        // Tables grow in steps, so that twice as much may take a little more than twice; quadratic work takes four times.
        Assert.InRange(more, 0, (long)(2.6 * less) + 10_000);
    }

    /// <summary>Of one run on fresh values: values keep their hashes, so that a second run would do less.</summary>
    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerable<CtyNumber> Fractions(int count) => Enumerable.Range(0, count).Select(static i => CtyNumber.From(i + 0.5)).ToArray();

    private static IEnumerable<CtyNumber> Digits(int count) => Enumerable.Range(0, count).Select(static i => CtyNumber.Parse($"{i}.5"));

    private static CtySequence Unknowns(int count) => CtyValue.Set(CtyType.Number, Enumerable.Repeat(CtyValue.Unknown(CtyType.Number), count));

    /// <summary>A set of pairs, the first of which holds a set of pairs, and so on; the others are told apart by their numbers alone.</summary>
    private static CtySequence Nested(int depth, CtyNumber innermost, int[] order)
    {
        var set = CtyValue.Set(CtyType.Number, innermost);
        for (var level = 0; level < depth; level++)
        {
            var (inner, empty) = (set, CtyValue.Set(((CtyCollectionType)set.Type).Element));
            var pairs = order.Select(i => CtyValue.Tuple(i == 1 ? inner : empty, CtyValue.Number(i))).ToArray();
            set = CtyValue.Set(pairs[0].Type, pairs);
        }

        return set;
    }

    private static Schema<Inner> Wide(int attributes)
    {
        var schema = new Schema<Inner> { Description = "For tests." };
        for (var i = 0; i < attributes; i++)
        {
            schema.Attributes.Add($"a{i}", static m => ref m.Text, new StringAttribute { Optional = true, DefaultValue = "x", Description = "A." });
        }

        return schema;
    }

    private sealed class Inner
    {
        public TfValue<string> Text;
    }

    private sealed class Outer
    {
        public TfValue<ImmutableArray<TfValue<Inner>>> Many;
    }
}
