using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Does something in steps and tells of each.</summary>
internal sealed class FakeDeed() : ProviderAction<FakeDeedModel, FakeApi>("test_deed")
{
    /// <summary>The write-only value that the last invocation saw.</summary>
    public string? SeenSecret { get; private set; }

    protected override Schema<FakeDeedModel> Schema { get; } = new()
    {
        Description = "A deed.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "steps", static m => ref m.Steps, new Int64Attribute { Optional = true, DefaultValue = 2, Description = "How many steps." } },
            { "secret", static m => ref m.Secret, new StringAttribute { Optional = true, WriteOnly = true, Description = "A secret." } },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(invoke: TimeSpan.FromMinutes(5)) },
        },
    };

    protected override string? NameOf(FakeDeedModel config) => config.Name.Or(string.Empty);

    protected override void ValidateConfig(FakeDeedModel config, DiagnosticList diagnostics)
    {
        if (config.Name.Or(string.Empty) == "fragile") diagnostics.Warning("name", "A careful one", "This one is fragile.");
    }

    protected override async Task CheckPlanAsync(FakeDeedModel config, OperationContext<FakeApi> context)
    {
        if (context.HasProviderData && config.Name.IsKnown) await context.ProviderData.OnOperation("check", context.Cancellation);
    }

    protected override async Task InvokeAsync(FakeDeedModel config, ActionContext<FakeApi> context)
    {
        SeenSecret = config.Secret.Or(string.Empty);
        for (var step = 1; step <= config.Steps.Value; step++)
        {
            await context.ReportAsync($"step {step}");
            await context.ProviderData.OnOperation("step", context.Cancellation);
        }
    }
}

internal sealed class FakeDeedModel
{
    public TfValue<string> Name;
    public TfValue<long> Steps;
    public TfValue<string> Secret;
    public TfValue<Timeouts> Timeouts;
}
