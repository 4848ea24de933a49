using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>
/// The part of the description that concerns apps. The copy of the description that these tests read leaves App Platform out, so this table
/// stands in for it: as far as the client goes, with the names, patterns and enumerations that are published, and beside it what the published
/// description lacks.
/// </summary>
internal static class AppsTable
{
    /// <summary>As published.</summary>
    private const string Schemas = """
        {
          "app_create": {"type": "object", "required": ["spec"], "properties": {"spec": {"$ref": "#/components/schemas/app_spec"}, "project_id": {"type": "string"}}},
          "app_update": {"type": "object", "required": ["spec"], "properties": {
            "spec": {"$ref": "#/components/schemas/app_spec"}, "update_all_source_versions": {"type": "boolean"}}},
          "app": {"type": "object", "required": ["spec"], "properties": {
            "id": {"type": "string", "example": "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf"},
            "owner_uuid": {"type": "string"}, "project_id": {"type": "string"}, "tier_slug": {"type": "string", "example": "basic"},
            "default_ingress": {"type": "string"}, "live_url": {"type": "string"}, "live_url_base": {"type": "string"}, "live_domain": {"type": "string"},
            "created_at": {"type": "string", "format": "date-time", "example": "2020-11-19T20:27:18Z"},
            "updated_at": {"type": "string", "format": "date-time", "example": "2020-12-01T00:42:16Z"},
            "last_deployment_created_at": {"type": "string", "format": "date-time"},
            "spec": {"$ref": "#/components/schemas/app_spec"},
            "region": {"type": "object", "properties": {
              "slug": {"type": "string", "example": "fra"}, "label": {"type": "string"}, "flag": {"type": "string"}, "continent": {"type": "string"},
              "data_centers": {"type": "array", "items": {"type": "string"}}, "default": {"type": "boolean"}, "disabled": {"type": "boolean"}, "reason": {"type": "string"}}},
            "active_deployment": {"$ref": "#/components/schemas/app_deployment"},
            "in_progress_deployment": {"$ref": "#/components/schemas/app_deployment"},
            "pending_deployment": {"$ref": "#/components/schemas/app_deployment"}}},
          "app_spec": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "minLength": 2, "maxLength": 32, "pattern": "^[a-z][a-z0-9-]{0,30}[a-z0-9]$", "example": "web-app-01"},
            "region": {"type": "string", "enum": ["atl", "nyc", "sfo", "tor", "ams", "fra", "lon", "blr", "sgp", "syd"], "example": "nyc"},
            "jobs": {"type": "array", "items": {"$ref": "#/components/schemas/app_job"}},
            "envs": {"type": "array", "items": {"$ref": "#/components/schemas/app_env"}},
            "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/app_alert"}},
            "services": {"type": "array"}, "static_sites": {"type": "array"}, "workers": {"type": "array"}, "functions": {"type": "array"},
            "databases": {"type": "array"}, "domains": {"type": "array"}, "ingress": {"type": "object"}, "egress": {"type": "object"}, "maintenance": {"type": "object"}}},
          "app_job": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "minLength": 2, "maxLength": 32, "pattern": "^[a-z][a-z0-9-]{0,30}[a-z0-9]$", "example": "collect"},
            "kind": {"type": "string", "enum": ["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY"], "example": "PRE_DEPLOY"},
            "image": {"type": "object", "properties": {
              "registry_type": {"type": "string", "enum": ["DOCKER_HUB", "DOCR", "GHCR"], "example": "DOCKER_HUB"},
              "registry": {"type": "string"}, "repository": {"type": "string", "example": "doctl"}, "tag": {"type": "string", "example": "latest"},
              "digest": {"type": "string"}, "registry_credentials": {"type": "string"}}},
            "run_command": {"type": "string"},
            "envs": {"type": "array", "items": {"$ref": "#/components/schemas/app_env"}},
            "instance_size_slug": {"type": "string", "example": "apps-s-1vcpu-0.5gb"},
            "instance_count": {"type": "integer", "minimum": 1, "example": 1},
            "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/app_alert"}},
            "termination": {"type": "object"}}},
          "app_env": {"type": "object", "required": ["key"], "properties": {
            "key": {"type": "string", "pattern": "^[_A-Za-z][_A-Za-z0-9]*$", "example": "BASE_URL"}, "value": {"type": "string"},
            "scope": {"type": "string", "enum": ["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"], "example": "RUN_TIME"},
            "type": {"type": "string", "enum": ["GENERAL", "SECRET"], "example": "GENERAL"}}},
          "app_alert": {"type": "object", "properties": {
            "rule": {"type": "string", "enum": ["UNSPECIFIED_RULE", "CPU_UTILIZATION", "MEM_UTILIZATION", "RESTART_COUNT", "DEPLOYMENT_FAILED", "DEPLOYMENT_LIVE",
              "DOMAIN_FAILED", "DOMAIN_LIVE", "AUTOSCALE_FAILED"], "example": "DEPLOYMENT_FAILED"},
            "disabled": {"type": "boolean"}, "operator": {"type": "string"}, "value": {"type": "number"}, "window": {"type": "string"}}},
          "app_deployment": {"type": "object", "properties": {
            "id": {"type": "string", "example": "3aa4d20e-5527-4c00-b496-601fbd22520a"},
            "phase": {"type": "string", "enum": ["UNKNOWN", "PENDING_BUILD", "BUILDING", "PENDING_DEPLOY", "DEPLOYING", "ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"], "example": "ACTIVE"},
            "cause": {"type": "string"}, "tier_slug": {"type": "string"}, "spec": {"$ref": "#/components/schemas/app_spec"},
            "jobs": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "source_image_digest": {"type": "string"}}}},
            "phase_last_updated_at": {"type": "string", "format": "date-time"},
            "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
          "app_job_invocation_answer": {"allOf": [{"$ref": "#/components/schemas/app_job_invocation"}]},
          "app_job_invocation": {"type": "object", "properties": {
            "id": {"type": "string", "example": "ba32b134-569c-4c0c-ba02-8ffdb0492ece"}, "job_name": {"type": "string", "example": "collect"},
            "deployment_id": {"type": "string", "example": "c020763f-ddb7-4112-a0df-7f01c69fc00b"},
            "phase": {"type": "string", "enum": ["UNKNOWN", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "SKIPPED"], "example": "SUCCEEDED"},
            "trigger": {"type": "object", "properties": {
              "type": {"type": "string", "enum": ["MANUAL", "SCHEDULE", "UNKNOWN"], "example": "SCHEDULE"},
              "scheduled": {"type": "object", "properties": {"schedule": {"type": "object", "properties": {
                "cron": {"type": "string", "example": "0 0 * * *"}, "time_zone": {"type": "string", "example": "America/New_York"}}}}},
              "manual": {"type": "object", "properties": {"user": {"type": "object", "properties": {
                "uuid": {"type": "string", "format": "uuid"}, "email": {"type": "string"}, "full_name": {"type": "string"}}}}}}},
            "created_at": {"type": "string", "format": "date-time", "example": "2023-10-01T12:00:00Z"},
            "started_at": {"type": "string", "format": "date-time"}, "completed_at": {"type": "string", "format": "date-time"}}}
        }
        """;

    /// <summary>
    /// What the published description lacks: scheduled jobs, which the product's own documentation has had since autumn 2025, the alert that
    /// goes with them, and members that read specifications hold. A single run stands under its name in real answers, where the description
    /// has its members at the top.
    /// </summary>
    private const string Beyond = """
        {
          "app_job": {"properties": {
            "kind": {"enum": ["SCHEDULED"]},
            "schedule": {"type": "object", "required": ["cron"], "properties": {
              "cron": {"type": "string", "pattern": "^[^ ]+( [^ ]+){4}$", "example": "0 3 * * 0"}, "time_zone": {"type": "string", "example": "America/New_York"}}},
            "timeout": {"type": "string", "pattern": "^([0-9.]+(h|m|s|ms))+$", "example": "30m"}}},
          "app_alert": {"properties": {"rule": {"enum": ["JOB_INVOCATION_FAILED"]}}},
          "app_spec": {"properties": {"features": {"type": "array", "items": {"type": "string"}}}},
          "app_job_invocation_answer": {"properties": {"job_invocation": {"$ref": "#/components/schemas/app_job_invocation"}}}
        }
        """;

    /// <summary>Adds the table to a description.</summary>
    /// <param name="description">The description.</param>
    /// <param name="beyond">Whether with what the published one lacks.</param>
    public static void AddTo(JsonObject description, bool beyond)
    {
        var schemas = Object(Schemas);
        if (beyond) Merge(schemas, Object(Beyond));
        Merge(description["components"]!["schemas"]!.AsObject(), schemas);
        Merge(description["paths"]!.AsObject(), Paths());
    }

    private static JsonObject Paths()
    {
        const string App = """{"type": "object", "properties": {"app": {"$ref": "#/components/schemas/app"}}}""";
        var invocation = Reference("app_job_invocation_answer");
        string[] paging = ["page", "per_page"];
        return new JsonObject
        {
            ["/v2/apps"] = new JsonObject
            {
                ["get"] = Operation("app:read", List("apps", "app"), null, [.. paging, "with_projects:boolean"]),
                ["post"] = Operation("app:create", App, Reference("app_create")),
            },
            ["/v2/apps/{id}"] = new JsonObject
            {
                ["get"] = Operation("app:read", App, null, ["name:string"]),
                ["put"] = Operation("app:update", App, Reference("app_update")),
                ["delete"] = Operation("app:delete", """{"type": "object", "properties": {"id": {"type": "string", "example": "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf"}}}"""),
            },
            ["/v2/apps/{app_id}/job-invocations"] = new JsonObject
            {
                ["get"] = Operation("app:read", List("job_invocations", "app_job_invocation"), null, [.. paging, "job_names:array", "deployment_id:string"]),
            },
            ["/v2/apps/{app_id}/job-invocations/{job_invocation_id}"] = new JsonObject { ["get"] = Operation("app:read", invocation, null, ["job_name:string"]) },
            ["/v2/apps/{app_id}/job-invocations/{job_invocation_id}/cancel"] = new JsonObject { ["post"] = Operation("app:update", invocation, null, ["job_name:string"]) },
            ["/v2/apps/{app_id}/jobs/{job_name}/invocations/{job_invocation_id}/logs"] = new JsonObject
            {
                ["get"] = Operation(
                    "app:read",
                    """{"type": "object", "properties": {"live_url": {"type": "string"}, "historic_urls": {"type": "array", "items": {"type": "string"}}}}""",
                    null,
                    ["type:string", "follow:boolean", "tail_lines:string", "deployment_id:string", "pod_connection_timeout:string"]),
            },
        };
    }

    private static JsonObject Operation(string scope, string answer, string? body = null, params string[] parameters)
    {
        var operation = new JsonObject
        {
            ["security"] = new JsonArray(new JsonObject { ["bearer_auth"] = new JsonArray(scope) }),
            ["parameters"] = new JsonArray([.. parameters.Select(Parameter)]),
            ["responses"] = new JsonObject { ["200"] = Content(answer) },
        };
        foreach (var (status, name) in ((string, string)[])[("401", "unauthorized"), ("404", "not_found"), ("429", "too_many_requests"), ("500", "server_error"), ("default", "unexpected_error")])
        {
            operation["responses"]![status] = Object($$"""{"$ref": "#/components/responses/{{name}}"}""");
        }

        if (body is not null) operation["requestBody"] = Content(body);
        return operation;
    }

    private static JsonNode Parameter(string text) => text.Split(':') switch
    {
        [var name, "array"] => Object($$$$"""{"in": "query", "name": "{{{{name}}}}", "schema": {"type": "array", "items": {"type": "string"}}}"""),
        [var name, var type] => Object($$$"""{"in": "query", "name": "{{{name}}}", "schema": {"type": "{{{type}}}"} }"""),
        _ => Object($$"""{"$ref": "#/components/parameters/{{text}}"}"""),
    };

    private static JsonObject Content(string schema) => new() { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Object(schema) } } };

    private static string Reference(string schema) => $$"""{"$ref": "#/components/schemas/{{schema}}"}""";

    private static string List(string name, string item) => $$$$"""
        {"allOf": [{"type": "object", "properties": {"{{{{name}}}}": {"type": "array", "items": {{{{Reference(item)}}}} } } },
         {"$ref": "#/components/schemas/pagination"}, {"$ref": "#/components/schemas/meta"}]}
        """;

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Members are added to objects, items to arrays.</summary>
    private static void Merge(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            if (target[name] is JsonObject members && value is JsonObject added) Merge(members, added);
            else if (target[name] is JsonArray items && value is JsonArray further) Append(items, further);
            else target[name] = value?.DeepClone();
        }
    }

    private static void Append(JsonArray items, JsonArray further)
    {
        foreach (var item in further) items.Add(item?.DeepClone());
    }
}
