using Planton.DigitalOcean.Tls;
using Planton.Terraform.Plugin.Hosting;
using TerraformProviderPlanton;

// Both kinds of TLS connections here verify certificates themselves: the plugin compares the CLI's certificate, the client checks the API's.
PlatformAuthorities.LeaveUnread();

#pragma warning disable CA5394 // Spreads retries; nothing secret depends on it.
var provider = new PlantonProvider(Environment.GetEnvironmentVariable, ProviderVersion.Current, new Random());
#pragma warning restore CA5394
return await PluginHost.RunAsync(ProviderAddress.InFull, ProviderVersion.Current, provider, args);
