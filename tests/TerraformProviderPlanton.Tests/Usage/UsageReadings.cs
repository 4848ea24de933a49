using Planton.DigitalOcean;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Tests.Usage;

/// <summary>Reads what uses images in a simulated account.</summary>
internal static class UsageReadings
{
    public static async Task<UsageReading> ReadAsync(ProviderFixture world, UsageScope scope)
    {
        var options = new DigitalOceanClientOptions { Token = ProviderFixture.Token, Endpoint = world.Simulator.Endpoint, RetryWaitMin = TimeSpan.FromMilliseconds(1), RetryMax = 1 };
        using var client = new DigitalOceanClient(options, TimeProvider.System, new Random(1), variable: static _ => null);
        return await new ImageUsageReader(client).ReadAsync(scope, CancellationToken.None);
    }
}
