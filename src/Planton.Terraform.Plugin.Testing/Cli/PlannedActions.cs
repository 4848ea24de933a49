using System.Text.Json;

namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>A saved plan: what would be done with each resource.</summary>
public sealed class PlannedActions
{
    private readonly JsonElement _plan;

    internal PlannedActions(JsonElement plan, CliResult result) => (_plan, Result) = (plan, result);

    /// <summary>The run that planned.</summary>
    public CliResult Result { get; }

    /// <summary>The whole plan, as <c>show -json</c> prints it.</summary>
    public JsonElement Root => _plan;

    /// <summary>What would be done with a resource: <c>create</c>, <c>update</c>, <c>delete</c>, <c>delete,create</c>, <c>no-op</c>.</summary>
    public string this[string address] => string.Join(',', Change(address).GetProperty("actions").EnumerateArray().Select(static action => action.GetString()));

    /// <summary>The planned attributes that are known.</summary>
    public JsonElement After(string address) => Change(address).GetProperty("after");

    /// <summary>Which planned attributes are known only after apply.</summary>
    public JsonElement Unknown(string address) => Change(address).GetProperty("after_unknown");

    private JsonElement Change(string address) => _plan.GetProperty("resource_changes").EnumerateArray()
        .First(change => change.GetProperty("address").GetString() == address).GetProperty("change");
}
