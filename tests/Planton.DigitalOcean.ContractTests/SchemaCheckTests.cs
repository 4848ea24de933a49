using System.Text.Json;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>The check itself: a witness that finds nothing is worth nothing.</summary>
public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"name":"reg"}""", "")]
    [InlineData("""{"name":"reg","subscription_tier_slug":"basic","region":"fra1"}""", "")]
    [InlineData("{}", "$.name is missing")]
    [InlineData("""{"name":null}""", "$.name is null")]
    [InlineData("""{"name":5}""", "$.name is Number, not string")]
    [InlineData("""{"name":"Reg"}""", "does not fit")]
    [InlineData("""{"name":"reg","subscription_tier_slug":"gold"}""", "is not in the enumeration")]
    [InlineData("""{"name":"reg","tier":"basic"}""", "$.tier is not in the description")]
    [InlineData("[]", "$ is Array, not object")]
    public void Bodies_of_a_request_are_told_apart(string body, string fault)
    {
        var description = ApiDescription.Patched();
        AssertFault(fault, new SchemaCheck(description).Faults(Json(body), description.At("POST", "/v2/registries").RequestSchema!.Value));
    }

    [Theory]
    [InlineData("""{"kubernetes_clusters":[],"meta":{"total":0},"links":{}}""", "")]
    [InlineData("""{"kubernetes_clusters":[]}""", "$.meta is missing")]
    [InlineData("""{"kubernetes_clusters":[],"meta":{}}""", "$.meta.total is missing")]
    [InlineData("""{"kubernetes_clusters":[{"id":"no uuid"}],"meta":{"total":1}}""", "$.kubernetes_clusters[0].id is \"no uuid\", which is no uuid")]
    [InlineData("""{"kubernetes_clusters":[{"created_at":"yesterday"}],"meta":{"total":1}}""", "which is no date-time")]
    [InlineData("""{"kubernetes_clusters":[{"registries":null}],"meta":{"total":1.5}}""", "$.meta.total is Number, not integer")]
    public void Answers_with_composed_schemas_are_told_apart(string body, string fault)
    {
        var description = ApiDescription.Patched();
        var schema = ApiOperation.Schema(description.At("GET", "/v2/kubernetes/clusters").Response(200)!.Value)!.Value;
        AssertFault(fault, new SchemaCheck(description).Faults(Json(body), schema));
    }

    [Theory]
    [InlineData("per_page", "200", "")]
    [InlineData("per_page", "201", "out of its range")]
    [InlineData("per_page", "0", "out of its range")]
    [InlineData("per_page", "many", "is no integer")]
    public void Values_of_a_query_are_told_apart(string name, string value, string fault)
    {
        var description = ApiDescription.Patched();
        var schema = description.At("GET", "/v2/kubernetes/clusters").Parameter("query", name)!.Value;
        AssertFault(fault, new SchemaCheck(description).TextFaults(value, schema));
    }

    private static void AssertFault(string fault, IReadOnlyList<string> faults)
    {
        if (fault.Length == 0)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(faults, found => found.Contains(fault, StringComparison.Ordinal));
        }
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
