using System.Net;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Tests.Usage;

public sealed class UnreadMessagesTests
{
    private const string Uuid = "bd5f5959-5e1e-4205-a714-a914373942af";

    private static readonly UnreadSource OfCluster = new() { ClusterUuid = Uuid, ClusterName = "prod", Resource = "pods", Scope = "list pods", Reason = "pods is forbidden." };

    [Fact]
    public void A_message_names_the_cluster_what_was_refused_and_the_three_ways_on()
    {
        var diagnostic = Describe(OfCluster with { Status = HttpStatusCode.Forbidden, RequestId = "r-1" });

        Assert.Equal((DiagnosticSeverity.Warning, $"It is not known which images the cluster {Uuid} uses", "protect_in_use"), (diagnostic.Severity, diagnostic.Summary, diagnostic.Path?.ToString()));
        Assert.Equal(
            $"""
            The pods of the cluster {Uuid} (prod) could not be read (status 403): pods is forbidden.
            Request id: r-1

            Nothing is due.

            Do one of these:
              - allow the role of the token's user to list pods in all namespaces of the cluster;
              - leave the cluster out: name the others in protect_in_use.cluster_uuids;
              - turn the protection off: set protect_in_use.enabled = false.
            """,
            diagnostic.Detail);
    }

    [Theory]
    [InlineData("credentials", HttpStatusCode.Forbidden, "give the token the scope list pods, or, if the cluster requires single sign-on")]
    [InlineData("cluster", HttpStatusCode.NotFound, "correct the uuid")]
    [InlineData("pods", HttpStatusCode.Unauthorized, "check that the user of the token has access to the cluster")]
    [InlineData("credentials", HttpStatusCode.Unauthorized, "the environment variable DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN")]
    [InlineData("pods", HttpStatusCode.ServiceUnavailable, "wait until the cluster's API responds again")]
    [InlineData("pods", null, "control plane firewall")]
    public void The_way_to_open_it_follows_from_what_was_refused(string resource, HttpStatusCode? status, string open)
    {
        var source = OfCluster with { Resource = resource, Status = status };

        Assert.Contains(open, Describe(source).Detail, StringComparison.Ordinal);
        Assert.Contains(open[1..], UnreadMessages.ToError(source, "cluster_uuid").Diagnostics.Single().Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apps", "app:read", HttpStatusCode.Forbidden, "It is not known which images the account's apps use", "give the token the scope app:read", "leave the apps out: set protect_in_use.apps = false")]
    [InlineData("apps", "app:read", HttpStatusCode.Unauthorized, "It is not known which images the account's apps use", "DIGITALOCEAN_TOKEN", "leave the apps out")]
    [InlineData("clusters", "kubernetes:read", null, "It is not known which images the account's clusters use", "make the API reachable from here", "name the clusters that use the registry in protect_in_use.cluster_uuids")]
    [InlineData("clusters", "kubernetes:read", HttpStatusCode.BadGateway, "It is not known which images the account's clusters use", "wait until the API responds again", "protect_in_use.enabled = false")]
    public void What_belongs_to_the_account_has_ways_on_of_its_own(string resource, string scope, HttpStatusCode? status, string summary, string open, string leaveOut)
    {
        var diagnostic = Describe(new() { Resource = resource, Scope = scope, Status = status, Reason = "no" });

        Assert.Equal(summary, diagnostic.Summary);
        Assert.Contains(open, diagnostic.Detail, StringComparison.Ordinal);
        Assert.Contains(leaveOut, diagnostic.Detail, StringComparison.Ordinal);
    }

    private static Diagnostic Describe(UnreadSource source)
    {
        var diagnostics = new DiagnosticList();
        UnreadMessages.Report([source], "Nothing is due.", DiagnosticSeverity.Warning, ProtectionModel.Name, diagnostics);
        return Assert.Single(diagnostics);
    }
}
