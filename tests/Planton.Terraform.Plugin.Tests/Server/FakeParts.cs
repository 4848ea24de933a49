using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A pass to a thing, which exists only while Terraform runs.</summary>
internal sealed class FakePass() : EphemeralResource<FakePassModel, FakeApi>("test_pass")
{
    protected override Schema<FakePassModel> Schema { get; } = new()
    {
        Description = "A pass.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name.", Validators = [new OneOf("a", "b", "vague")] } },
            { "days", static m => ref m.Days, new Int64Attribute { Optional = true, DefaultValue = 3, Description = "The days." } },
            { "code", static m => ref m.Code, new StringAttribute { Computed = true, Sensitive = true, Description = "The code." } },
        },
    };

    protected override async Task<FakePassModel> OpenAsync(FakePassModel config, EphemeralContext<FakeApi> context)
    {
        context.Private["code"] = $"code-{config.Name.Value}";
        await context.ProviderData.OnOperation("open", context.Cancellation);
        context.RenewAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return new() { Name = config.Name, Days = config.Days, Code = config.Name.Value == "vague" ? TfValue<string>.Unknown : context.Private["code"] };
    }

    protected override async Task RenewAsync(EphemeralContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation($"renew {context.Private["code"]}", context.Cancellation);
        context.Private["code"] += "+";
    }

    protected override Task CloseAsync(EphemeralContext<FakeApi> context) => context.ProviderData.OnOperation($"close {context.Private["code"]}", context.Cancellation);
}

internal sealed class FakePassModel
{
    public TfValue<string> Name;
    public TfValue<long> Days;
    public TfValue<string> Code;
}

/// <summary>Shakes a thing.</summary>
internal sealed class FakeShake() : ProviderAction<FakeShakeModel, FakeApi>("test_shake")
{
    protected override Schema<FakeShakeModel> Schema { get; } = new()
    {
        Description = "Shakes.",
        Attributes = { { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name.", Validators = [new OneOf("a", "b")] } } },
    };

    protected override void ValidateConfig(FakeShakeModel config, DiagnosticList diagnostics)
    {
        if (config.Name.Or(string.Empty) == "b") diagnostics.Warning("name", "A careful one", "The thing b is fragile.");
    }

    protected override Task CheckPlanAsync(FakeShakeModel config, OperationContext<FakeApi> context) =>
        context.ProviderData.OnOperation("check", context.Cancellation);

    protected override async Task InvokeAsync(FakeShakeModel config, ActionContext<FakeApi> context)
    {
        await context.ReportAsync("Shaking.");
        await context.ProviderData.OnOperation("shake", context.Cancellation);
        await context.ReportAsync("Shaken.");
    }
}

internal sealed class FakeShakeModel
{
    public TfValue<string> Name;
}
