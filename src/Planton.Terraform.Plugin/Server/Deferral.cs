using Planton.Terraform.Plugin.Operations;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// Deferral: when the provider's own configuration depends on a value that is known only after apply, a client that understands it is told to come
/// again later. Any other client would take a deferral for an error.
/// </summary>
internal static class Deferral
{
    /// <summary>Notes whether the client lets the call wait.</summary>
    public static void Admit(this CallContext call, Wire.ClientCapabilities? client) => call.MayDefer = client is { DeferralAllowed: true };

    /// <summary>What the operation put off, for the response; null when nothing.</summary>
    public static Wire.Deferred? DeferredToWire(this CallContext call) =>
        call.Deferred is { } reason ? new() { Reason = (Wire.Deferred.Types.Reason)reason } : null;

    public static bool IsDue(Wire.ClientCapabilities? client, CallContext call) => call.Provider.IsIncomplete && client is { DeferralAllowed: true };

    public static Wire.Deferred ProviderUnknown() => new() { Reason = Wire.Deferred.Types.Reason.ProviderConfigUnknown };
}
