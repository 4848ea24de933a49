using System.Globalization;
using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton;

/// <summary>Merges the provider block with environment variables: an argument takes precedence, then a variable, then the default.</summary>
/// <param name="environment">Reads an environment variable; null when it is not set.</param>
internal sealed class ProviderSettings(Func<string, string?> environment, DiagnosticList diagnostics)
{
    /// <summary>The variables for the token; the first one that is set wins.</summary>
    private static readonly string[] TokenVariables = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];

    /// <summary>The client's options; null when something is missing or wrong.</summary>
    /// <param name="config">The provider block, with known token and endpoint.</param>
    /// <param name="userAgent">The user agent of the requests.</param>
    public DigitalOceanClientOptions? Read(ProviderModel config, string userAgent)
    {
        var token = Token(config.Token);
        var endpoint = Endpoint(config.ApiEndpoint);
        var retries = Number("http_retry_max", "DIGITALOCEAN_HTTP_RETRY_MAX", config.HttpRetryMax.IsKnown ? config.HttpRetryMax.Value : null, 4, 100, whole: true);
        var waitMin = Number("http_retry_wait_min", "DIGITALOCEAN_HTTP_RETRY_WAIT_MIN", Known(config.HttpRetryWaitMin), 1, ProviderRules.MaxWaitSeconds);
        var waitMax = Number("http_retry_wait_max", "DIGITALOCEAN_HTTP_RETRY_WAIT_MAX", Known(config.HttpRetryWaitMax), 30, ProviderRules.MaxWaitSeconds);
        var rate = Number("requests_per_second", "DIGITALOCEAN_REQUESTS_PER_SECOND", Known(config.RequestsPerSecond), 0, DigitalOceanClientOptions.HighestRate, DigitalOceanClientOptions.LowestRate);
        if (token is null || endpoint is null || diagnostics.HasErrors) return null;

        return new DigitalOceanClientOptions
        {
            Token = token,
            Endpoint = endpoint,
            RetryMax = (int)retries,
            RetryWaitMin = TimeSpan.FromSeconds(waitMin),
            RetryWaitMax = TimeSpan.FromSeconds(Math.Max(waitMin, waitMax)),
            RequestsPerSecond = rate,
            UserAgent = userAgent,
        };
    }

    private static string Source(string? variable) => variable is null ? string.Empty : $" It comes from the environment variable {variable}.";

    private static double? Known(TfValue<double> value) => value.IsKnown ? value.Value : null;

    private string? Token(TfValue<string> configured)
    {
        var variable = configured.IsKnown ? null : TokenVariables.FirstOrDefault(name => Variable(name) is not null);
        var token = variable is null ? (configured.IsKnown ? configured.Value : null) : Variable(variable);
        if (token is null)
        {
            diagnostics.Error(
                "token",
                "No DigitalOcean API token",
                "Set the provider argument \"token\", or the environment variable DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN.");
            return null;
        }

        if (ProviderRules.ValidateToken(token) is not { } wrong) return token;
        diagnostics.Error("token", "Invalid DigitalOcean API token", wrong + Source(variable));
        return null;
    }

    private Uri? Endpoint(TfValue<string> configured)
    {
        var text = configured.IsKnown ? configured.Value : Variable("DIGITALOCEAN_API_URL");
        if (text is null) return DigitalOceanClientOptions.DefaultEndpoint;
        if (ProviderRules.ValidateEndpoint(text) is not { } wrong) return new Uri(text);

        diagnostics.Error("api_endpoint", "Invalid API endpoint", wrong + Source(configured.IsKnown ? null : "DIGITALOCEAN_API_URL"));
        return null;
    }

    private double Number(string argument, string variable, double? configured, double fallback, double most, double least = 0, bool whole = false)
    {
        if (configured is { } given) return given;
        if (Variable(variable) is not { } text) return fallback;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && (number == 0 || (number >= least && number <= most)) && (!whole || double.IsInteger(number))) return number;

        var wanted = least > 0 ? "0 or a number" : whole ? "a whole number" : "a number";
        diagnostics.Error(argument, $"Invalid value for {variable}", $"The environment variable holds \"{text}\"; {wanted} from {least} to {most} is required.");
        return fallback;
    }

    /// <summary>An empty variable counts as not set, as with the official provider.</summary>
    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}

/// <summary>The rules for the arguments of the provider block.</summary>
internal static class ProviderRules
{
    /// <summary>The longest wait that may be configured, in seconds: an hour, after which a rate limit has passed.</summary>
    public const double MaxWaitSeconds = 3600;

    public static Validator<string> Token { get; } = new Rule<string>("be an API token without white space inside", ValidateToken);

    public static Validator<string> Endpoint { get; } = new Rule<string>("be an absolute URL, `https` unless the host is a loopback address", ValidateEndpoint);

    public static Validator<double> Seconds { get; } = new Rule<double>(
        $"be between 0 and {MaxWaitSeconds}",
        static value => value is >= 0 and <= MaxWaitSeconds ? null : $"The value must be a number of seconds from 0 to {MaxWaitSeconds}.");

    public static Validator<double> Rate { get; } = new Rule<double>(
        $"be 0 or between {DigitalOceanClientOptions.LowestRate} and {DigitalOceanClientOptions.HighestRate}",
        static value => value is 0 or (>= DigitalOceanClientOptions.LowestRate and <= DigitalOceanClientOptions.HighestRate)
            ? null
            : $"The value must be 0, for no limit, or a number from {DigitalOceanClientOptions.LowestRate} to {DigitalOceanClientOptions.HighestRate}.");

    /// <summary>What is wrong with a token; null when nothing is. The text never contains the token.</summary>
    public static string? ValidateToken(string token)
    {
        var trimmed = DigitalOceanClientOptions.TrimToken(token);
        if (trimmed.Length == 0) return "The token is empty.";
        return trimmed.All(static c => c is > ' ' and < '\x7f')
            ? null
            : "The token contains white space or characters that are not allowed in a request header. Copy it again from the control panel.";
    }

    /// <summary>What is wrong with an endpoint; null when nothing is.</summary>
    /// <param name="text">The URL.</param>
    public static string? ValidateEndpoint(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return "An absolute URL such as https://api.digitalocean.com is required.";
        }

        if (url.UserInfo.Length > 0) return "The URL must not contain a user name or password. The token has its own argument.";
        if (url.Query.Length > 0 || url.Fragment.Length > 0) return "The URL must not have a query or a fragment.";
        return url.Scheme == "https" || IsLoopback(url)
            ? null
            : "The scheme must be https: over plain http, anyone on the network path could read the token. Only a loopback host may use http.";
    }

    private static bool IsLoopback(Uri url) => IPAddress.TryParse(url.DnsSafeHost, out var address)
        ? IPAddress.IsLoopback(address)
        : url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private sealed class Rule<T>(string description, Func<T, string?> wrongWith) : Validator<T>
        where T : notnull
    {
        public override string Description => description;

        public override void Validate(ValidatorRequest<T> request)
        {
            if (wrongWith(request.Value) is { } wrong) request.Refuse(wrong);
        }
    }
}
