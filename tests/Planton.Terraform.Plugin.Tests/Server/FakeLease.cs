using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Something that is lent for a while: counts what is out.</summary>
internal sealed class FakeLease() : EphemeralResource<FakeLeaseModel, FakeApi>("test_lease")
{
    private int _out;
    private int _made;

    /// <summary>How many leases are open.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>Whether the result carries back what it must not.</summary>
    public bool IsCareless { get; set; }

    /// <summary>When the lease asks to be renewed.</summary>
    public DateTimeOffset? RenewAt { get; set; }

    protected override Schema<FakeLeaseModel> Schema { get; } = new()
    {
        Description = "A lease.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name.", Validators = [new OneOf("a", "b")] } },
            { "days", static m => ref m.Days, new Int64Attribute { Optional = true, DefaultValue = 1, Description = "For how long." } },
            { "note", static m => ref m.Note, new StringAttribute { Optional = true, Description = "A note." } },
            { "terms", static m => ref m.Terms, new SingleNestedAttribute<FakeTermsModel>(FakeTermsModel.Attributes) { Optional = true, Description = "The terms." } },
            { "key", static m => ref m.Key, new StringAttribute { Computed = true, Sensitive = true, Description = "The key." } },
        },
    };

    protected override string? NameOf(FakeLeaseModel config) => config.Name.Or(string.Empty);

    protected override async Task<FakeLeaseModel> OpenAsync(FakeLeaseModel config, EphemeralContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation("open", context.Cancellation);
        Interlocked.Increment(ref _out);
        var key = $"k{Interlocked.Increment(ref _made)}";
        context.Private["key"] = key;
        context.RenewAt = RenewAt;
        await context.ProviderData.OnOperation("opened", context.Cancellation);
        return new() { Name = config.Name, Days = config.Days, Note = config.Note, Terms = config.Terms, Key = IsCareless ? TfValue<string>.Unknown : key };
    }

    protected override Task RenewAsync(EphemeralContext<FakeApi> context)
    {
        context.Private["key"] += "+";
        return Task.CompletedTask;
    }

    protected override async Task CloseAsync(EphemeralContext<FakeApi> context)
    {
        if (context.Private["key"] is null) return;
        await context.ProviderData.OnOperation("close", context.Cancellation);
        Interlocked.Decrement(ref _out);
    }
}

internal sealed class FakeLeaseModel
{
    public TfValue<string> Name;
    public TfValue<long> Days;
    public TfValue<string> Note;
    public TfValue<FakeTermsModel> Terms;
    public TfValue<string> Key;
}

internal sealed class FakeTermsModel
{
    public TfValue<string> Text;
    public TfValue<string> Comment;
    public TfValue<long> Page;

    public static AttributeSet<FakeTermsModel> Attributes { get; } = new()
    {
        { "text", static m => ref m.Text, new StringAttribute { Required = true, Description = "The text." } },
        { "comment", static m => ref m.Comment, new StringAttribute { Optional = true, Description = "A comment." } },
        { "page", static m => ref m.Page, new Int64Attribute { Computed = true, Description = "The page." } },
    };
}
