using Planton.Terraform.Plugin.Operations;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// Deferral: when the provider's own configuration depends on a value that is known only after apply, a client that understands it is told to come
/// again later. Any other client would take a deferral for an error.
/// </summary>
internal static class Deferral
{
    public static bool IsDue(Wire.ClientCapabilities? client, CallContext call) => call.Provider.IsIncomplete && client is { DeferralAllowed: true };

    public static Wire.Deferred ProviderUnknown() => new() { Reason = Wire.Deferred.Types.Reason.ProviderConfigUnknown };
}
