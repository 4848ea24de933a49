namespace Planton.Terraform.Plugin.Cty;

/// <summary>Received bytes are not a value of the required type.</summary>
public sealed class CtyDecodeException : Exception
{
    /// <summary>A refusal without particulars.</summary>
    public CtyDecodeException()
        : this("The value cannot be read.")
    {
    }

    /// <summary>A refusal of the whole value.</summary>
    /// <param name="message">What is wrong, as a sentence for people.</param>
    public CtyDecodeException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>A refusal of the whole value.</summary>
    /// <param name="message">What is wrong, as a sentence for people.</param>
    public CtyDecodeException(string message, Exception? innerException)
        : this(CtyPath.Root, message, innerException)
    {
    }

    /// <summary>A refusal of one part of the value.</summary>
    /// <param name="message">What is wrong, as a sentence for people. It does not repeat the path.</param>
    public CtyDecodeException(CtyPath path, string message, Exception? innerException = null)
        : base(message, innerException) => Path = path;

    /// <summary>Where the fault is, from the root of the value.</summary>
    public CtyPath Path { get; }
}
