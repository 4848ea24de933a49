using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Functions. Terraform calls them in a process that is never configured.</summary>
internal sealed class FunctionHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.GetFunctions.Types.Response> GetFunctionsAsync(ServerCallContext context)
    {
        var response = new Wire.GetFunctions.Types.Response();
        return calls.Serve(response, response.Diagnostics, string.Empty, context, _ =>
        {
            foreach (var function in provider.FunctionCatalog) response.Functions[function.Name] = function.ToWire();
        });
    }

    public async Task<Wire.CallFunction.Types.Response> CallAsync(Wire.CallFunction.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.CallFunction.Types.Response();
        var diagnostics = await calls.RunAsync(string.Empty, context, call =>
        {
            call.Action = $"The function {request.Name}";
            Call(request, response);
            return Task.CompletedTask;
        });

        // A function has one error and no diagnostics.
        if (diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } failure) response.Error = Error($"{failure.Summary}. {failure.Detail}");
        return response;
    }

    private void Call(Wire.CallFunction.Types.Request request, Wire.CallFunction.Types.Response response)
    {
        try
        {
            if (provider.FunctionCatalog.Find(request.Name) is { } function) response.Result = Call(function, request.Arguments);
            else response.Error = Error($"This provider has no function \"{request.Name}\".");
        }
        catch (FunctionException exception)
        {
            response.Error = Error(exception.Message, exception.Argument);
        }
    }

    private static Wire.DynamicValue Call(Function function, RepeatedField<Wire.DynamicValue> arguments)
    {
        var fixedCount = function.Parameters.Length;
        if (arguments.Count < fixedCount || (arguments.Count > fixedCount && function.VariadicParameter is null))
        {
            var least = function.VariadicParameter is null ? string.Empty : "at least ";
            throw new FunctionException($"The function {function.Name} takes {least}{fixedCount} {(fixedCount == 1 ? "argument" : "arguments")}, not {arguments.Count}.");
        }

        var values = ImmutableArray.CreateBuilder<CtyValue>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++) values.Add(Argument(i < fixedCount ? function.Parameters[i] : function.VariadicParameter!, arguments[i], i));

        // The CLI keeps unknown values away from parameters that do not allow them; one inside such an argument makes the result unknown.
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = i < fixedCount ? function.Parameters[i] : function.VariadicParameter!;
            if (!parameter.AllowUnknown && !values[i].IsWhollyKnown) return CtyValue.Unknown(function.ReturnType).ToWire(function.ReturnType);
        }

        return function.Run(values.MoveToImmutable()).ToWire(function.ReturnType);
    }

    private static CtyValue Argument(FunctionParameter parameter, Wire.DynamicValue argument, int index)
    {
        CtyValue value;
        try
        {
            value = argument.ToValue(parameter.Type);
        }
        catch (DiagnosticException exception)
        {
            throw new FunctionException(exception.Diagnostics[0].Detail, index);
        }

        return value.IsNull && !parameter.AllowNull ? throw new FunctionException($"The argument \"{parameter.Name}\" must not be null.", index) : value;
    }

    private static Wire.FunctionError Error(string text, int? argument = null)
    {
        // The CLIs end the text with a period of their own.
        var error = new Wire.FunctionError { Text = text.EndsWith('.') ? text[..^1] : text };
        if (argument is { } index) error.FunctionArgument = index;
        return error;
    }
}
