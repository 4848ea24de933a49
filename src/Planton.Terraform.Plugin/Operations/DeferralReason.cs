namespace Planton.Terraform.Plugin.Operations;

/// <summary>Why an operation has to wait for a later run of the CLI.</summary>
public enum DeferralReason
{
    /// <summary>The configuration of the resource is not known enough.</summary>
    ResourceConfigUnknown = 1,

    /// <summary>The configuration of the provider is not known enough. The framework says so by itself.</summary>
    ProviderConfigUnknown = 2,

    /// <summary>Something that the resource needs does not exist yet.</summary>
    AbsentPrerequisite = 3,
}
