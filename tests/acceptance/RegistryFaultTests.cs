using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>A registry's create when the way to the API, the API or the user does not let it end: never two registries, never a lost one.</summary>
public sealed class RegistryFaultTests
{
    private const string Address = "planton_docr_registry.main";

    private const string Registry = """
        resource "planton_docr_registry" "main" {
          name                   = "acme"
          subscription_tier_slug = "basic"
          region                 = "fra1"
        }
        """;

    [Fact]
    public async Task A_name_that_another_customer_has_is_refused_at_plan_and_before_the_tier_is_raised()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("first", "fra1", "starter");
        scenario.Cli.Write(Registry);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 409, Method = "POST", Path = "/v2/registries/validate-name" });
        (await scenario.Cli.PlanAsync()).Fails().Says("The name \"acme\" is taken").Says("Choose another name");

        scenario.Simulator.Faults.Clear();
        await scenario.Cli.PlannedAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 409, Method = "POST", Path = "/v2/registries/validate-name" });
        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says("The name \"acme\" is taken");

        Assert.Equal("starter", scenario.Simulator.World.Tier);
        Assert.Equal(0, scenario.Count("POST", "/v2/registries"));
    }

    [Theory]
    [EveryEngine(FaultKind.LoseAnswer, null)]
    [InlineData(Engine.Terraform, FaultKind.Truncate, null)]
    [InlineData(Engine.Terraform, FaultKind.WrongJson, null)]
    [InlineData(Engine.Terraform, FaultKind.Html, 504)]
    [InlineData(Engine.Terraform, FaultKind.Status, 500)]
    public async Task A_create_that_went_through_without_a_good_answer_makes_one_registry_and_keeps_it(Engine engine, FaultKind kind, int? status)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = kind, Status = status, Processed = true, Method = "POST", Path = "/v2/registries", Count = 1 });
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", "/v2/registries"));
        Assert.Single(scenario.Simulator.World.Registries);
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [InlineData(FaultKind.Reset, null)]
    [InlineData(FaultKind.Html, 502)]
    [InlineData(FaultKind.Status, 500)]
    public async Task A_create_that_may_have_gone_through_and_did_not_is_an_error_and_is_not_repeated_blindly(FaultKind kind, int? status)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = kind, Status = status, Method = "POST", Path = "/v2/registries" });
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Fails().Says("Creating planton_docr_registry \"acme\" failed");
        Assert.Equal(1, scenario.Count("POST", "/v2/registries"));
        Assert.Null(await scenario.Cli.FindStateAsync(Address));

        scenario.Simulator.Faults.Clear();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Registries);
    }

    [Fact]
    public async Task A_create_that_was_refused_for_the_rate_limit_is_sent_again()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Method = "POST", Path = "/v2/registries", Count = 2 });
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(3, scenario.Count("POST", "/v2/registries"));
        Assert.Single(scenario.Simulator.World.Registries);
    }

    [Fact]
    public async Task When_it_cannot_be_looked_up_either_the_error_says_that_it_is_not_known()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.LoseAnswer, Method = "POST", Path = "/v2/registries", Count = 1 });
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Method = "GET", Path = "/v2/registries/acme" });
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Fails().Says("It is not known whether the registry \"acme\" was created").Says("terraform import planton_docr_registry.example acme");

        Assert.Equal(1, scenario.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_tier_that_cannot_be_confirmed_after_the_create_does_not_taint_the_registry()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Method = "GET", Path = "/v2/registries/subscription", After = 1 });
        scenario.Cli.Write(Registry);

        var applied = (await scenario.Cli.ApplyAsync("-json")).Succeeds();
        Assert.Contains("\"acme\"", Assert.Single(applied.Warnings()).Summary, StringComparison.Ordinal);
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));

        scenario.Simulator.Faults.Clear();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Count("DELETE", "**"));
    }

    /// <summary>A terminal sends the signal to the provider too, a pipeline to the CLI alone.</summary>
    [Theory]
    [EveryEngine(true)]
    [InlineData(Engine.Terraform, false)]
    public async Task Ctrl_C_while_the_create_waits_for_its_response_loses_no_registry(Engine engine, bool isTerminal)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(3), Method = "POST", Path = "/v2/registries", Count = 1 });
        scenario.Cli.Write(Registry);

        bool IsCreated() => scenario.Simulator.World.Registries.Count > 0;
        string[] arguments = ["apply", "-auto-approve", "-input=false"];
        var interrupted = await (isTerminal ? scenario.Cli.InterruptAllAsync(IsCreated, arguments) : scenario.Cli.InterruptAsync(IsCreated, arguments));

        interrupted.DoesNotSay("plugin crashed").DoesNotSay("did not respond");
        Assert.Equal("acme", (await scenario.Cli.StateOfAsync(Address)).GetProperty("id").GetString());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("acme", Assert.Single(scenario.Simulator.World.Registries).Name);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_create_that_is_not_answered_in_time_is_looked_up_and_kept()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMinutes(5), Method = "POST", Path = "/v2/registries", Count = 1 });
        scenario.Cli.Write("""
            resource "planton_docr_registry" "main" {
              name     = "acme"
              timeouts = { create = "1s" }
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", "/v2/registries"));
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_create_that_the_API_neither_answers_nor_makes_is_an_error_that_says_so()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 500,
            Delay = TimeSpan.FromMinutes(5),
            Method = "POST",
            Path = "/v2/registries",
            Count = 1,
        });
        scenario.Cli.Write("""
            resource "planton_docr_registry" "main" {
              name     = "acme"
              timeouts = { create = "1s" }
            }
            """);

        (await scenario.Cli.ApplyAsync()).Fails().Says("It is not known whether the registry \"acme\" was created");

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task A_tier_that_the_account_cannot_have_any_more_at_apply_is_an_error_with_the_reasons()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry).ApplyAsync()).Succeeds();
        scenario.Cli.Write(Registry.Replace("\"basic\"", "\"starter\"", StringComparison.Ordinal));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.World.AddManifest("acme", new ManifestSeed { Repository = "one" });
        scenario.Simulator.World.AddManifest("acme", new ManifestSeed { Repository = "two" });

        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says("OverRepositoryLimit");

        Assert.Equal("basic", (await scenario.Cli.StateOfAsync(Address)).GetProperty("subscription_tier_slug").GetString());
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
    }

    [Fact]
    public async Task Options_that_cannot_be_read_are_a_warning_at_plan()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Path = "/v2/registries/options" });
        scenario.Cli.Write(Registry);

        var plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();

        Assert.Equal("create", plan.Changes[Address]);
        Assert.Contains(plan.Warnings(), static warning => warning.Summary == "The tier \"basic\" could not be checked");
    }
}
