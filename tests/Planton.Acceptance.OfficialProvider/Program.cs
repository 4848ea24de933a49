using Planton.Acceptance.Official;
using Planton.Terraform.Plugin.Hosting;

return await PluginHost.RunAsync("registry.terraform.io/digitalocean/digitalocean", "2.99.0", new OfficialProvider(), args);
