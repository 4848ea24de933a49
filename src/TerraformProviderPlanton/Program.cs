using Planton.DigitalOcean.Tls;
using Planton.Terraform.Plugin.Hosting;
using TerraformProviderPlanton;

const string Address = "registry.terraform.io/project-planton/planton";

// Both kinds of TLS connections here have judges of their own: the CLI's certificate is compared, the API's is checked by the client.
PlatformAuthorities.LeaveUnread();

#pragma warning disable CA5394 // Spreads retries; nothing secret depends on it.
var provider = new PlantonProvider(Environment.GetEnvironmentVariable, ProviderVersion.Current, new Random());
#pragma warning restore CA5394
return await PluginHost.RunAsync(Address, ProviderVersion.Current, provider, args);
