namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>A run of a CLI did not come to what a test expects; every test framework reports it as a failure.</summary>
public sealed class CliException(string message) : Exception(message);
