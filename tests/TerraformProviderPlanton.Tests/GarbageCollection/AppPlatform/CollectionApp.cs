using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.State;

namespace TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform;

/// <summary>The app of the registry <c>main</c> as the tests of a policy and of a registry look at it, and as others change it.</summary>
internal static class CollectionApp
{
    private const string Name = "gc-main";

    /// <summary>The app's job, as its specification has it.</summary>
    public static JsonNode Job(SimulatedApp app) => JsonNode.Parse(app.Spec.GetRawText())!["jobs"]![0]!;

    /// <summary>The token of the job, as the service stores it.</summary>
    public static string Secret(SimulatedApp app) =>
        Job(app)["envs"]!.AsArray().Single(static env => env!["key"]!.GetValue<string>() == "DIGITALOCEAN_ACCESS_TOKEN")!["value"]!.GetValue<string>();

    /// <summary>Changes the app's specification behind Terraform's back.</summary>
    public static void Tamper(ProviderFixture world, Action<JsonObject> change)
    {
        var spec = JsonNode.Parse(world.World.Apps[0].Spec.GetRawText())!.AsObject();
        change(spec);
        world.World.UpdateApp(Name, spec);
    }

    /// <summary>Sets a member of a specification.</summary>
    /// <param name="path">The names of the members that lead to it, joined by slashes.</param>
    /// <param name="json">The value.</param>
    public static void Set(JsonNode parent, string path, string json)
    {
        string[] steps = path.Split('/');
        foreach (var step in steps[..^1]) parent = parent[step]!;
        parent[steps[^1]] = JsonNode.Parse(json);
    }

    /// <summary>Stops the provider once it has looked at the app again after the call that began the deployment.</summary>
    /// <param name="running">The operation.</param>
    /// <param name="method">The method of that call.</param>
    public static async Task StopWhileWaitingAsync(ProviderFixture world, Task running, string method)
    {
        bool IsWaiting() => world.Simulator.Requests.All
            .SkipWhile(request => request.Method != method || !request.Path.StartsWith("/v2/apps", StringComparison.Ordinal))
            .Any(static request => request.Method == "GET" && request.Path.StartsWith("/v2/apps/", StringComparison.Ordinal));

        while (!running.IsCompleted && !IsWaiting()) await Task.Delay(10, TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
            await Task.WhenAny(running, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        await running;
    }
}
