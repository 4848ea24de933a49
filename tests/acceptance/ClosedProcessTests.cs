using System.Net;
using System.Net.Sockets;
using System.Text;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// Nothing of the machine comes into the static executable. A library that was made for another version of the C library ends the process, so each of
/// these roots has one that does so always, under the one name by which the machine would lead to it.
/// </summary>
public sealed class ClosedProcessTests
{
    [Fact]
    public async Task No_module_for_names_is_loaded()
    {
        await using var root = Landmine.Lay(await EmptyRoot.StartAsync(), "libnss_mark.so.2");
        root.Write("etc/nsswitch.conf", "hosts: mark files dns\n").NameTheAccount().Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();

        Landmine.WasNotLoaded(root);
    }

    [Fact]
    public async Task A_name_that_no_file_has_loads_no_module_either()
    {
        await using var root = Landmine.Lay(await EmptyRoot.StartAsync(), "libnss_mark.so.2");
        root.Write("etc/nsswitch.conf", "hosts: files mark [NOTFOUND=return] dns\n").Write(EmptyRoot.Bundle, root.Authority);

        (await root.ApplyAsync()).Fails().Says("cannot connect").Says(TlsGate.Host);

        Landmine.WasNotLoaded(root);
    }

    [Theory]
    [InlineData("usr/lib/ssl/openssl.cnf", null)]
    [InlineData("somewhere/openssl.cnf", "/somewhere/openssl.cnf")]
    public async Task A_configuration_of_OpenSSL_activates_no_provider(string file, string? named)
    {
        await using var root = Landmine.Lay(await EmptyRoot.StartAsync(), "mark.so");
        root.Write(file, Landmine.ProviderOfOpenSsl).NameTheAccount().Write(EmptyRoot.Bundle, root.Authority);
        if (named is not null) root.Set("OPENSSL_CONF", named);

        await root.LiveAsync();

        Landmine.WasNotLoaded(root);
    }

    [Fact]
    public async Task A_configuration_of_OpenSSL_loads_no_engine()
    {
        await using var root = Landmine.Lay(await EmptyRoot.StartAsync(), "mark.so");
        root.Write("usr/lib/ssl/openssl.cnf", Landmine.EngineOfOpenSsl).NameTheAccount().Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();

        Landmine.WasNotLoaded(root);
    }

    [Fact]
    public async Task A_configuration_of_OpenSSL_does_not_decide_on_TLS()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.Write("usr/lib/ssl/openssl.cnf", "openssl_conf = start\n[start]\nssl_conf = ssl\n[ssl]\nsystem_default = all\n[all]\nMaxProtocol = TLSv1.1\n")
            .NameTheAccount().Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("NTLM")]
    public async Task A_proxy_that_offers_Kerberos_or_NTLM_has_no_library_opened(string scheme)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var end = new CancellationTokenSource();
        var asked = RefuseAsync(proxy, scheme, end.Token);
        await using var root = Landmine.Lay(await EmptyRoot.StartAsync(), "libgssapi_krb5.so.2");
        root.NameTheAccount().Write(EmptyRoot.Bundle, root.Authority).Set("HTTPS_PROXY", $"http://user:word@127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}");

        // What the refusal says is for other tests; here the process must live to say it.
        var refused = (await root.ApplyAsync()).Fails();
        await end.CancelAsync();

        Assert.True(await asked > 0);
        Assert.DoesNotContain("plugin did not respond", refused.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("panic", refused.Text, StringComparison.OrdinalIgnoreCase);
        Landmine.WasNotLoaded(root);
    }

    /// <summary>Refuses every request until the end; tells how many there were.</summary>
    private static async Task<int> RefuseAsync(TcpListener proxy, string scheme, CancellationToken end)
    {
        var requests = 0;
        try
        {
            while (true)
            {
                using var client = await proxy.AcceptTcpClientAsync(end);
                var buffer = new byte[4096];
                if (await client.GetStream().ReadAsync(buffer, end) == 0) continue;
                requests++;
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 407 No\r\nProxy-Authenticate: {scheme}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), end);
            }
        }
        catch (OperationCanceledException)
        {
            return requests;
        }
    }
}
