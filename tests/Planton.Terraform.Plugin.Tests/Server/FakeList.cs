using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Lists the things of the fake service; each costs an operation of its own.</summary>
internal sealed class FakeList() : ListResource<FakeListModel, FakeThingModel, FakeApi>(new FakeThing())
{
    /// <summary>Whether states carry back what they must not.</summary>
    public bool IsCareless { get; set; }

    protected override Schema<FakeListModel> Schema { get; } = new()
    {
        Description = "A list.",
        Attributes =
        {
            { "prefix", static m => ref m.Prefix, new StringAttribute { Optional = true, DefaultValue = "", Description = "How names begin.", Validators = [new OneOf("a", "b")] } },
        },
    };

    protected override async IAsyncEnumerable<ListItem<FakeThingModel>> ListAsync(FakeListModel config, ListContext<FakeApi> context)
    {
        if (context.ProviderData.Things.Count == 0) context.Diagnostics.Warning("There is nothing", "The service has no things.");
        foreach (var name in context.ProviderData.Things.Keys.Order(StringComparer.Ordinal).Where(name => name.StartsWith(config.Prefix.Value, StringComparison.Ordinal)))
        {
            await context.ProviderData.OnOperation($"list {name}", context.Cancellation);
            if (name.EndsWith('?')) context.Diagnostics.Warning("Odd name", $"The name {name} is odd.");
            yield return new($"The thing {name}", context.IncludeResource
                ? new() { Name = name, Secret = "s3cret", Id = name, Size = 1, Changes = IsCareless ? TfValue<long>.Unknown : 0 }
                : new() { Name = name });
        }
    }
}

internal sealed class FakeListModel
{
    public TfValue<string> Prefix;
}
