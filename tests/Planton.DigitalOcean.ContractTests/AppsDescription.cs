using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>The part of the description that concerns apps, and what it lacks of what real answers hold.</summary>
internal static class AppsDescription
{
    /// <summary>
    /// Members of a specification that the product's own documentation has: those of a scheduled job since autumn 2025, and those of the app as a whole.
    /// </summary>
    private const string JobMembers = """
        {"schedule": {"type": "object", "required": ["cron"], "properties": {
           "cron": {"type": "string", "pattern": "^[^ ]+( [^ ]+){4}$", "example": "0 3 * * 0"}, "time_zone": {"type": "string", "example": "America/New_York"}}},
         "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/app_alert_spec"}},
         "timeout": {"type": "string", "pattern": "^([0-9.]+(h|m|s|ms))+$", "example": "30m"}}
        """;

    private const string SpecMembers = """
        {"envs": {"type": "array", "items": {"$ref": "#/components/schemas/app_variable_definition"}},
         "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/app_alert_spec"}},
         "features": {"type": "array", "items": {"type": "string"}}}
        """;

    /// <summary>Where the logs of a run are, which the copy of the description leaves out.</summary>
    private const string LogPaths = """
        {"/v2/apps/{app_id}/jobs/{job_name}/invocations/{job_invocation_id}/logs": {"get": {
          "security": [{"bearer_auth": ["app:read"]}],
          "parameters": [
            {"in": "query", "name": "type", "schema": {"type": "string"}}, {"in": "query", "name": "follow", "schema": {"type": "boolean"}},
            {"in": "query", "name": "tail_lines", "schema": {"type": "string"}}, {"in": "query", "name": "deployment_id", "schema": {"type": "string"}},
            {"in": "query", "name": "pod_connection_timeout", "schema": {"type": "string"}}],
          "responses": {
            "200": {"content": {"application/json": {"schema": {"type": "object", "properties": {
              "live_url": {"type": "string"}, "historic_urls": {"type": "array", "items": {"type": "string"}}}}}}},
            "401": {"$ref": "#/components/responses/unauthorized"}, "404": {"$ref": "#/components/responses/not_found"},
            "429": {"$ref": "#/components/responses/too_many_requests"}, "500": {"$ref": "#/components/responses/server_error"},
            "default": {"$ref": "#/components/responses/unexpected_error"}}}}}
        """;

    /// <summary>Adds the part to a description.</summary>
    /// <param name="description">The description.</param>
    /// <param name="apps">The part, as published.</param>
    /// <param name="beyond">Whether with what the published one lacks.</param>
    public static void AddTo(JsonObject description, JsonObject apps, bool beyond)
    {
        if (beyond)
            AddBeyond(apps["components"]!);
        Merge(description["paths"]!.AsObject(), apps["paths"]!.AsObject());
        Merge(description["paths"]!.AsObject(), Object(LogPaths));
        foreach (var (kind, members) in apps["components"]!.AsObject())
        {
            if (description["components"]![kind] is not JsonObject known)
                description["components"]![kind] = known = [];
            Merge(known, members!.AsObject());
        }
    }

    private static void AddBeyond(JsonNode components)
    {
        var schemas = components["schemas"]!;
        var job = schemas["app_job_spec"]!["allOf"]![2]!["properties"]!.AsObject();
        job["kind"]!["enum"]!.AsArray().Add("SCHEDULED");
        Merge(job, Object(JobMembers));
        schemas["app_alert_spec_rule"]!["enum"]!.AsArray().Add("JOB_INVOCATION_FAILED");
        Merge(schemas["app_spec"]!["properties"]!.AsObject(), Object(SpecMembers));
        // A single run stands under its name in real answers, where the description has its members at the top.
        foreach (var name in (string[])["get_job_invocation", "cancel_job_invocation"])
        {
            var schema = components["responses"]![name]!["content"]!["application/json"]!.AsObject();
            schema["schema"] = Object("""
                {"allOf": [{"$ref": "#/components/schemas/app_job_invocation"}], "properties": {"job_invocation": {"$ref": "#/components/schemas/app_job_invocation"}}}
                """);
        }
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Adds what is not there yet, however deep; what both have is the same.</summary>
    private static void Merge(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            if (target[name] is JsonObject members && value is JsonObject added)
                Merge(members, added);
            else if (!target.ContainsKey(name))
                target[name] = value?.DeepClone();
        }
    }
}
