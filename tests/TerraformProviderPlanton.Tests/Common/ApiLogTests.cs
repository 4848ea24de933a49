using Planton.DigitalOcean;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class ApiLogTests
{
    [Fact]
    public void An_attempt_without_a_whole_answer_is_logged_with_its_reason()
    {
        using var log = new CapturedLog();

        new ApiLog(log).Write(new ApiCall("GET", "/v2/registries", null, TimeSpan.FromSeconds(2), 3, null, "cannot connect to api.example.test: Connection refused"));

        Assert.Contains("attempt 3, 2000 ms: cannot connect to api.example.test: Connection refused", log.Text, StringComparison.Ordinal);
        Assert.Contains("http_failure=cannot connect", log.Text, StringComparison.Ordinal);
    }
}
