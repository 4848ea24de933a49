using System.Reflection;
using Planton.Terraform.Plugin.Hosting;
using TerraformProviderPlanton;

const string Address = "registry.terraform.io/project-planton/planton";
var version = typeof(PlantonProvider).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

#pragma warning disable CA5394 // Spreads retries; nothing secret depends on it.
return await PluginHost.RunAsync(Address, version, new PlantonProvider(Environment.GetEnvironmentVariable, version, new Random()), args).ConfigureAwait(false);
#pragma warning restore CA5394
