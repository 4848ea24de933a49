using Planton.DigitalOcean.Proxies;

namespace Planton.DigitalOcean.Tests.Proxies;

public sealed class EnvironmentProxyTests
{
    private const string Api = "https://api.example.test/v2/registries";
    private const string Plain = "http://api.example.test/v2/registries";

    [Theory]
    [InlineData(Api, "", null)]
    [InlineData(Api, "HTTPS_PROXY=", null)]
    [InlineData(Api, "HTTPS_PROXY=http://a:1", "http://a:1/")]
    [InlineData(Api, "https_proxy=http://b:1", "http://b:1/")]
    [InlineData(Api, "HTTPS_PROXY=http://a:1|https_proxy=http://b:1", "http://a:1/")]
    [InlineData(Api, "HTTPS_PROXY=|https_proxy=http://b:1", "http://b:1/")]
    [InlineData(Api, "HTTP_PROXY=http://a:1|ALL_PROXY=http://c:1", null)]
    [InlineData(Api, "HTTPS_PROXY=http://a:1|NO_PROXY=example.test", null)]
    [InlineData(Api, "HTTPS_PROXY=http://a:1|no_proxy=example.test", null)]
    [InlineData(Api, "HTTPS_PROXY=http://a:1|NO_PROXY=other.test|no_proxy=example.test", "http://a:1/")]
    [InlineData(Api, "HTTPS_PROXY=http://a:1|REQUEST_METHOD=GET", "http://a:1/")]
    [InlineData(Plain, "HTTPS_PROXY=http://a:1", null)]
    [InlineData(Plain, "HTTP_PROXY=http://a:1", "http://a:1/")]
    [InlineData(Plain, "http_proxy=http://b:1", "http://b:1/")]
    [InlineData(Plain, "HTTP_PROXY=http://a:1|REQUEST_METHOD=GET", null)]
    [InlineData("http://127.0.0.1:4010/v2", "HTTP_PROXY=http://a:1", null)]
    [InlineData("https://localhost:4010/v2", "HTTPS_PROXY=http://a:1", null)]
    public void The_variables_choose_as_in_Go(string target, string environment, string? expected) =>
        Assert.Equal(expected, Proxy(environment).GetProxy(new Uri(target))?.AbsoluteUri);

    [Theory]
    [InlineData("http://proxy.example:3128", "http://proxy.example:3128/", null, null)]
    [InlineData("proxy.example:3128", "http://proxy.example:3128/", null, null)]
    [InlineData("proxy.example", "http://proxy.example/", null, null)]
    [InlineData(" HTTPS://proxy.example/ ", "https://proxy.example/", null, null)]
    [InlineData("socks5://proxy.example", "socks5://proxy.example:1080/", null, null)]
    [InlineData("socks5h://proxy.example:9", "socks5://proxy.example:9/", null, null)]
    [InlineData("http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128/", null, null)]
    [InlineData("http://me:word@proxy.example:3128/path?x#y", "http://proxy.example:3128/", "me", "word")]
    [InlineData("me:word@proxy.example:3128", "http://proxy.example:3128/", "me", "word")]
    [InlineData("http://me@proxy.example", "http://proxy.example/", "me", "")]
    [InlineData("http://m%40e:p%3Aa%2Fs%25s@proxy.example", "http://proxy.example/", "m@e", "p:a/s%s")]
    [InlineData("http://me:a:b@c@proxy.example", "http://proxy.example/", "me", "a:b@c")]
    public void An_address_is_taken_apart(string text, string address, string? user, string? password)
    {
        var proxy = ProxyAddress.Read("HTTPS_PROXY", text);

        Assert.Equal((address, user, password), (proxy.Address?.AbsoluteUri, proxy.Login?.UserName, proxy.Login?.Password));
        Assert.Null(proxy.Wrong);
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("http://secret:word@")]
    [InlineData("http://secret:secret@proxy example")]
    [InlineData("http://secret:12/secret@proxy.example")]
    [InlineData("http://secret:se#cret@proxy.example")]
    [InlineData("http://secret:secret")]
    [InlineData("ftp://secret.example")]
    [InlineData("socks4://secret.example")]
    public void What_is_no_address_of_a_proxy_is_told_by_its_variable_alone(string text)
    {
        var wrong = ProxyAddress.Read("https_proxy", text).Wrong;

        Assert.Contains("the environment variable https_proxy does not contain the address of a proxy", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://a:1/", "Basic", "one")]
    [InlineData("http://a:1/", "Negotiate", null)]
    [InlineData("http://a:1/", "NTLM", null)]
    [InlineData("http://a:1/", "Digest", null)]
    [InlineData("socks5://b:1080/", "socks5", "two")]
    [InlineData("socks5://b:1080/", "Negotiate", null)]
    [InlineData("http://other:1/", "Basic", null)]
    [InlineData("https://api.example.test/", "Basic", null)]
    public void A_login_is_for_its_own_proxy_and_for_Basic(string asking, string kind, string? user) =>
        Assert.Equal(user, Proxy("HTTPS_PROXY=http://one:x@a:1|HTTP_PROXY=socks5h://two:y@b").GetCredential(new Uri(asking), kind)?.UserName);

    private static EnvironmentProxy Proxy(string environment) => new(environment.Split('|', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Split('=', 2)).ToDictionary(static part => part[0], static part => part[1], StringComparer.Ordinal).GetValueOrDefault);
}
