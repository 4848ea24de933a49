using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// Deferral: when the provider's own configuration hangs on a value that is known only after apply, a client that understands it is
/// told to come again later. Any other client would take a deferral for an error.
/// </summary>
internal sealed partial class ProviderServer
{
    private static bool MayDefer(Wire.ClientCapabilities? client, bool isIncomplete) => isIncomplete && client is { DeferralAllowed: true };

    private static Wire.Deferred ProviderUnknown() => new() { Reason = Wire.Deferred.Types.Reason.ProviderConfigUnknown };

    /// <summary>What the result of a deferred read may be: the arguments as they are, everything else unknown.</summary>
    private static CtyObject UnknownWhereNull(CtyObject config) =>
        new(config.Type, [.. config.Values.Select(static value => value.IsNull ? CtyValue.Unknown(value.Type) : value)]);
}
