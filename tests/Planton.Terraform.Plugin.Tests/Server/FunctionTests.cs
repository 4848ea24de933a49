using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class FunctionTests
{
    private static readonly CtyType Texts = CtyType.List(CtyType.String);

    [Fact]
    public async Task A_function_needs_no_configured_provider()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var join = (await CoreSimulation.ConnectAsync(provider.Channel)).Function("join");

        Assert.Equal(CtyValue.String("a-b"), await join.CallAsync(Text("-"), Text("a"), Text("b")));
        Assert.Equal(CtyValue.String(string.Empty), await join.CallAsync(Text("-")));
    }

    [Fact]
    public async Task The_schema_the_metadata_and_the_list_of_functions_agree()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);

        var functions = (await core.Client.GetFunctionsAsync(new())).Functions;
        var metadata = (await core.Client.GetMetadataAsync(new())).Functions.Select(static function => function.Name);

        Assert.Equal(core.Schemas.Functions, functions);
        Assert.Equal(functions.Keys.Order(StringComparer.Ordinal), metadata);
        Assert.True(functions["describe"].Parameters[0] is { AllowNullValue: true, AllowUnknownValues: true });
        Assert.True(functions["join"].Parameters[0] is { AllowNullValue: false, AllowUnknownValues: false });
        Assert.Equal("texts", functions["join"].VariadicParameter.Name);
    }

    [Theory]
    [InlineData("argument", 2, "The second text is wrong")]
    [InlineData("whole", null, "All is wrong…")]
    [InlineData("diagnostic", null, "Summary. The detail")]
    [InlineData("bug", null, "The function join failed because of a bug in the provider. An unexpected InvalidOperationException occurred. Run again with TF_LOG=ERROR, and report the log together with the configuration")]
    [InlineData("static bug", null, "The function join failed because of a bug in the provider. An unexpected InvalidOperationException occurred. Run again with TF_LOG=ERROR, and report the log together with the configuration")]
    public async Task An_error_is_a_text_with_its_argument_and_without_the_period_that_the_clis_add(string how, int? argument, string text)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var join = (await CoreSimulation.ConnectAsync(provider.Channel)).Function("join");

        var error = await Assert.ThrowsAsync<FunctionErrorException>(() => join.CallAsync(Text(how), Text("a"), Text("b")));

        Assert.Equal(text, error.Message);
        Assert.Equal(argument, error.Argument);
    }

    [Fact]
    public async Task A_result_of_another_type_is_a_bug_in_words()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var join = (await CoreSimulation.ConnectAsync(provider.Channel)).Function("join");

        var error = await Assert.ThrowsAsync<FunctionErrorException>(() => join.CallAsync(Text("other type")));

        Assert.Contains("bug in the provider", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_is_refused_with_its_argument_where_it_is_not_allowed_in_every_encoding()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        Wire.DynamicValue[] nulls = [new(), new() { Msgpack = ByteString.CopyFrom(0xc0) }, new() { Json = ByteString.CopyFromUtf8("null") }];

        foreach (var none in nulls)
        {
            var error = await Assert.ThrowsAsync<FunctionErrorException>(() => core.Function("join").SendAsync([ProviderCalls.ToWire(Text("-"), CtyType.String), none]));
            Assert.Equal(("The argument \"texts\" must not be null", (int?)1), (error.Message, error.Argument));
            Assert.Equal(CtyValue.String("null"), await core.Function("describe").SendAsync([none]));
        }
    }

    [Fact]
    public async Task An_unknown_argument_makes_the_result_unknown_where_it_is_not_allowed()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        var unknown = CtyValue.Unknown(CtyType.String);

        Assert.Equal(unknown, await core.Function("join").CallAsync(Text("bug"), unknown));
        Assert.Equal(CtyValue.String("unknown"), await core.Function("describe").CallAsync(CtyValue.Unknown(Texts)));
        Assert.Equal(CtyValue.String("known in part"), await core.Function("describe").CallAsync(CtyValue.List(CtyType.String, unknown)));
    }

    [Fact]
    public async Task Calls_of_a_wrong_form_get_words()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        var garbage = new Wire.DynamicValue { Msgpack = ByteString.CopyFrom(0x81, 0xa1, 0x78) };

        var few = await Assert.ThrowsAsync<FunctionErrorException>(() => core.Function("join").CallAsync());
        var many = await Assert.ThrowsAsync<FunctionErrorException>(() => core.Function("describe").SendAsync([new(), new()]));
        var odd = await Assert.ThrowsAsync<FunctionErrorException>(() => core.Function("join").SendAsync([garbage]));
        var unknown = await core.Client.CallFunctionAsync(new() { Name = "split" });

        Assert.Equal("The function join takes at least 1 argument, not 0", few.Message);
        Assert.Equal("The function describe takes 1 argument, not 2", many.Message);
        Assert.Equal(0, odd.Argument);
        Assert.Equal("This provider has no function \"split\"", unknown.Error.Text);
    }

    private static CtyString Text(string text) => CtyValue.String(text);
}
