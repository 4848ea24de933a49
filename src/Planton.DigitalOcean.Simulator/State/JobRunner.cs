using System.Text;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// Carries out what jobs do, at the time at which they do it. Only DigitalOcean's own command line is known; any other image does nothing,
/// well. Its call is answered as the API would answer it, but is nobody's request: it stands in no log and counts towards no limit.
/// </summary>
internal sealed class JobRunner(World world)
{
    private const string TokenVariable = "DIGITALOCEAN_ACCESS_TOKEN";

    private static readonly string[] Programs = ["doctl", "./doctl", "/app/doctl"];
    private static readonly string[] Shells = ["sh", "/bin/sh"];

    public CommandResult Run(SimulatedApp app, JobSpec job, DateTimeOffset at)
    {
        if (job.Image is not { RegistryType: "DOCKER_HUB", Registry: "digitalocean", Repository: "doctl" })
        {
            return new CommandResult(Succeeded: true, "");
        }

        try
        {
            if (DoctlCommand.Parse(Arguments(job.RunCommand ?? "")) is not { } command)
            {
                return new CommandResult(Succeeded: true, "Usage:\n  doctl [command]\n");
            }

            var token = command.Token ?? Variable(app, job, TokenVariable)
                ?? throw new FormatException("Unable to initialize DigitalOcean API client: access token is required.");
            var run = Start(command, token, at);
            return new CommandResult(Succeeded: true, $"{run.Uuid}    {run.Status}\n");
        }
        catch (FormatException fault)
        {
            return new CommandResult(Succeeded: false, $"Error: {fault.Message}\n");
        }
        catch (ApiErrorException refusal)
        {
            return new CommandResult(Succeeded: false, $"Error: POST https://api.digitalocean.com/v2/registry: {refusal.Status} {refusal.Message}\n");
        }
    }

    private GarbageCollectionRun Start(DoctlCommand command, string token, DateTimeOffset at)
    {
        if (!world.TokenStore.IsAccepted(token, at))
        {
            throw ApiErrorException.Of(StatusCodes.Status401Unauthorized, "Unable to authenticate you.");
        }

        string[] needed = command.Registry is null ? [Scopes.RegistryRead, Scopes.RegistryUpdate] : [Scopes.RegistryUpdate];
        if (world.TokenStore.Missing(token, needed) is { Count: > 0 } missing)
        {
            throw ApiErrorException.Of(StatusCodes.Status403Forbidden, $"You are missing the required permission {string.Join(", ", missing)}.");
        }

        return world.Collector.Start(command.Registry is { } name ? world.RegistryStore.Get(name) : OnlyRegistry(), command.Type, at);
    }

    private SimulatedRegistry OnlyRegistry() => world.RegistryStore.All switch
    {
        [var only] => only,
        [] => throw ApiErrorException.NotFound("registry does not exist"),
        _ => throw ApiErrorException.PreconditionFailed("the account has several registries: name one"),
    };

    /// <summary>What the program gets as arguments.</summary>
    private IEnumerable<string> Arguments(string runCommand)
    {
        var words = Words(runCommand);
        if (words.Count == 0) return [];
        if (!world.Behavior.RunCommandReplacesEntryPoint) return words;
        if (words is [var shell, "-c", var script] && Shells.Contains(shell)) words = Words(script);
        return words.Count > 0 && Programs.Contains(words[0])
            ? words.Skip(1)
            : throw new FormatException($"exec: \"{words.FirstOrDefault()}\": executable file not found in $PATH");
    }

    /// <summary>A variable of the component, or else of the app, with what its cipher text stands for.</summary>
    private static string? Variable(SimulatedApp app, JobSpec job, string key)
    {
        var whole = AppSpec.Read(System.Text.Json.JsonSerializer.SerializeToNode(app.Spec)!);
        var env = (job.Envs ?? []).Concat(whole.Envs ?? []).FirstOrDefault(one => one!.Key == key && one.IsAtRunTime);
        return env?.Value is { Length: > 0 } value ? app.Vault.Open(value) : null;
    }

    /// <summary>Parts a command as a shell does, as far as quotes and backslashes go.</summary>
    private static List<string> Words(string command)
    {
        List<string> words = [];
        var word = new StringBuilder();
        char? quote = null;
        var begun = false;
        for (var index = 0; index < command.Length; index++)
        {
            var letter = command[index];
            if (quote is null && char.IsWhiteSpace(letter))
            {
                EndWord();
                continue;
            }

            begun = true;
            if (letter == '\\' && quote != '\'' && index + 1 < command.Length) word.Append(command[++index]);
            else if (letter == quote) quote = null;
            else if (quote is null && letter is '\'' or '"') quote = letter;
            else word.Append(letter);
        }

        EndWord();
        return words;

        void EndWord()
        {
            if (begun) words.Add(word.ToString());
            word.Clear();
            begun = false;
        }
    }
}
