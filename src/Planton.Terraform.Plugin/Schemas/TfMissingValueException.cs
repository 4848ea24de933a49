namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// A value was read that is null or unknown. Either the code forgot to look, or the object is none that this provider could have made, such as
/// one of a state that was edited by hand.
/// </summary>
/// <param name="message">What was read.</param>
#pragma warning disable CA1032 // Thrown in one place, which has its words.
public sealed class TfMissingValueException(string message) : InvalidOperationException(message);
#pragma warning restore CA1032
