using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// Calls a function and checks every answer by the core's rules. The core keeps null and unknown arguments away where the signature
/// does not allow them; this sends what it is given, as a careless client would.
/// </summary>
public sealed class FunctionDriver
{
    private readonly Wire.Provider.ProviderClient _client;
    private readonly string _name;

    internal FunctionDriver(Wire.Provider.ProviderClient client, string name, Wire.Function signature) => (_client, _name, Signature) = (client, name, signature);

    internal Wire.Function Signature { get; }

    /// <summary>Calls it, twice with the same arguments: a function is pure.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="FunctionErrorException">The function answered with an error.</exception>
    public Task<CtyValue> CallAsync(params CtyValue[] arguments) => SendAsync(arguments.Select((argument, i) => ProviderCalls.ToWire(argument, TypeOf(i))));

    /// <summary>Calls it with arguments as they stand on the wire.</summary>
    internal async Task<CtyValue> SendAsync(IEnumerable<Wire.DynamicValue> arguments)
    {
        var during = $"CallFunction of {_name}";
        var request = new Wire.CallFunction.Types.Request { Name = _name, Arguments = { arguments } };
        var first = await ProviderCalls.CallAsync(during, () => _client.CallFunctionAsync(request));
        var second = await ProviderCalls.CallAsync(during, () => _client.CallFunctionAsync(request));
        if (!first.Equals(second)) throw new ProviderRuleException(during, "two calls with the same arguments have different answers");
        return first.Error is { } error ? throw Error(during, error, request.Arguments.Count) : Result(during, first.Result);
    }

    private static FunctionErrorException Error(string during, Wire.FunctionError error, int arguments)
    {
        int? index = error.HasFunctionArgument ? (int)error.FunctionArgument : null;
        if (error.Text.Length == 0) throw new ProviderRuleException(during, "the error has no text");
        if (error.Text.EndsWith('.')) throw new ProviderRuleException(during, "the error ends with a period, beside the one that the CLIs add");
        return index < 0 || index >= arguments ? throw new ProviderRuleException(during, $"the error names the argument {index}, which there is not") : new(error.Text, index);
    }

    private CtyType TypeOf(int index) =>
        CtyTypeJson.Decode((index < Signature.Parameters.Count ? Signature.Parameters[index] : Signature.VariadicParameter).Type.Span);

    private CtyValue Result(string during, Wire.DynamicValue result)
    {
        try
        {
            return CtyMsgpack.Decode(result.Msgpack.Memory, CtyTypeJson.Decode(Signature.Return.Type.Span));
        }
        catch (CtyDecodeException exception)
        {
            throw new ProviderRuleException(during, $"the result does not have the declared type: {exception.Message}", exception.Path);
        }
    }
}

/// <summary>A function answered with an error.</summary>
public sealed class FunctionErrorException(string text, int? argument) : Exception(text)
{
    /// <summary>The argument at fault, from zero; null when the error names none.</summary>
    public int? Argument { get; } = argument;
}
