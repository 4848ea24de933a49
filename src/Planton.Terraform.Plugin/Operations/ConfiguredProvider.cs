using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>Words an exception of the service for the user.</summary>
/// <param name="action">What was being done to which object; the start of the summary.</param>
/// <returns>The diagnostic; null for an exception that the provider does not expect.</returns>
internal delegate Diagnostic? ExceptionExplainer(Exception exception, string action);

/// <summary>
/// The provider as its last configuration left it. A call keeps the one that it began with, so that it never sees half of one configuration and half
/// of another.
/// </summary>
internal sealed record ConfiguredProvider(ExceptionExplainer Explain)
{
    /// <summary>What the configuration made; null before there was one, and when it was incomplete or wrong.</summary>
    public object? Data { get; init; }

    /// <summary>The root attribute whose unknown value keeps the configuration from being complete; null when it is complete.</summary>
    public string? UnknownArgument { get; init; }

    public bool IsIncomplete => UnknownArgument is not null;

    /// <summary>Tells the client of the service how long an operation may take; what it returns ends with the operation.</summary>
    public Func<TimeSpan, IDisposable?> BeginOperation { get; init; } = static _ => null;

    /// <summary>The error of a call that needs the service and cannot have it.</summary>
    public DiagnosticException NotConfigured() => UnknownArgument is { } attribute
        ? new(
            "Provider configuration is not known yet",
            $"The provider argument \"{attribute}\" comes from a value that is known only after apply, so the service cannot be called "
            + "yet. Apply the resource that it comes from first (-target), or set the argument to a value that is known at plan.")
        : new("Provider is not configured", "The service was needed before the CLI configured the provider. Please report this.");
}
