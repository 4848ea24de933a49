using System.Reflection;
using Planton.Terraform.Plugin.Hosting;
using TerraformProviderAcme;

var version = typeof(AcmeProvider).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
return await PluginHost.RunAsync("registry.terraform.io/acme-namespace/acme", version, new AcmeProvider(), args);
