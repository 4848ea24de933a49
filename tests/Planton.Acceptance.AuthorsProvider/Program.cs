using Planton.Acceptance.Authors;
using Planton.Terraform.Plugin.Hosting;

return await PluginHost.RunAsync("registry.terraform.io/example/post", "0.1.0", new PostProvider(), args);
