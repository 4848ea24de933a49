using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Functions;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Functions. Terraform calls them in a process that is never configured.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.GetFunctions.Types.Response> GetFunctions(Wire.GetFunctions.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetFunctions.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(GetFunctions), string.Empty, context, _ => AddFunctions(reply.Functions));
    }

    public override Task<Wire.CallFunction.Types.Response> CallFunction(Wire.CallFunction.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.CallFunction.Types.Response();
        try
        {
            if (provider.FunctionsByName.TryGetValue(request.Name, out var function)) reply.Result = Call(function, request.Arguments);
            else reply.Error = Error($"This provider has no function \"{request.Name}\".");
        }
        catch (FunctionException exception)
        {
            reply.Error = Error(exception.Message, exception.Argument);
        }
        catch (DiagnosticException exception)
        {
            reply.Error = Error(exception.Diagnostics[0].Detail);
        }
#pragma warning disable CA1031 // A function has no other way to the user than its error: whatever else is thrown is a bug, said in words.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.FunctionFailed(_log, request.Name, exception);
            reply.Error = Error($"The function {request.Name} failed because of a bug in the provider ({exception.GetType().Name}). Please report it.");
        }

        return Task.FromResult(reply);
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

    private static Wire.Function ToWire(Function function)
    {
        var wire = new Wire.Function
        {
            Summary = function.Summary,
            Description = function.Description,
            DescriptionKind = Wire.StringKind.Markdown,
            Return = new Wire.Function.Types.Return { Type = function.ReturnType.ToWire() },
        };
        wire.Parameters.AddRange(function.Parameters.Select(ToWire));
        if (function.VariadicParameter is { } variadic) wire.VariadicParameter = ToWire(variadic);
        return wire;
    }

    private static Wire.Function.Types.Parameter ToWire(FunctionParameter parameter) => new()
    {
        Name = parameter.Name,
        Type = parameter.Type.ToWire(),
        AllowNullValue = parameter.AllowNull,
        AllowUnknownValues = parameter.AllowUnknown,
        Description = parameter.Description,
        DescriptionKind = Wire.StringKind.Markdown,
    };

    private void AddFunctions(MapField<string, Wire.Function> functions)
    {
        foreach (var (name, function) in provider.FunctionsByName) functions[name] = ToWire(function);
    }
}
