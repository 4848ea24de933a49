using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Tests.Diagnostics;

public sealed class DiagnosticListTests
{
    [Fact]
    public void The_same_message_is_kept_once_and_another_place_is_another_message()
    {
        var list = new DiagnosticList();
        list.Error("name", "Wrong", "It is.");
        list.Error("name", "Wrong", "It is.");
        list.Error("other", "Wrong", "It is.");
        list.Error("Wrong", "It is.");
        list.Warning("name", "Wrong", "It is.");

        Assert.Equal(4, list.Count);
        Assert.Equal(["name", "other", null, "name"], list.Select(static item => item.Path?.ToString()));
    }

    [Fact]
    public void Only_an_error_is_an_error()
    {
        var list = new DiagnosticList();
        list.Warning("Careful", "It may be.");
        Assert.False(list.HasErrors);
        list.AddRange([new(DiagnosticSeverity.Error, "Wrong", "It is.")]);
        Assert.True(list.HasErrors);
    }

    [Fact]
    public void It_may_be_read_while_it_is_written()
    {
        var list = new DiagnosticList();

        Parallel.For(0, 200, i =>
        {
            list.Warning($"{i}", "It may be.");
            Assert.NotEmpty(list.ToArray());
        });

        Assert.Equal(200, list.Count);
    }

    [Fact]
    public void An_exception_of_diagnostics_says_what_they_say() =>
        Assert.Equal("One; Two", new DiagnosticException(new Diagnostic(DiagnosticSeverity.Error, "One", "1"), new Diagnostic(DiagnosticSeverity.Error, "Two", "2")).Message);
}
