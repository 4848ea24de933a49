using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// What closes the static executable, alone: whatever is asked of the C library, it opens nothing. So this holds for calls that the provider does not
/// make today too.
/// </summary>
public sealed class ClosedLibraryTests
{
    [Fact]
    public async Task No_database_loads_a_module()
    {
        await using var root = Probe.Lay(Landmine.Lay(await EmptyRoot.StartAsync(), "libnss_mark.so.2"));
        foreach (var database in Probe.Databases)
        {
            root.Write("etc/nsswitch.conf", $"{database}: mark\n");
            await OnlyTheOpenOneLoadsAsync(root, database);
        }
    }

    [Fact]
    public async Task No_character_set_loads_a_module()
    {
        await using var root = Probe.Lay(Landmine.Lay(await EmptyRoot.StartAsync(), "MARK.so"));
        root.Write("lib/gconv-modules", "module INTERNAL MARK// MARK 1\nmodule MARK// INTERNAL MARK 1\n").Set("GCONV_PATH", "/lib");

        await OnlyTheOpenOneLoadsAsync(root, "character set");
    }

    [Fact]
    public async Task No_call_opens_a_library()
    {
        await using var root = Probe.Lay(Landmine.Lay(await EmptyRoot.StartAsync(), "mark.so"));

        await OnlyTheOpenOneLoadsAsync(root, "dlopen");
    }

    private static async Task OnlyTheOpenOneLoadsAsync(EmptyRoot root, string what)
    {
        await root.ExecuteAsync("/open", what);
        Assert.True(Landmine.WasLoaded(root), $"The trap for {what} is none: a program that is not closed does not load it.");

        (await root.ExecuteAsync("/closed", what)).Succeeds();
        Assert.False(Landmine.WasLoaded(root), $"For {what} a library of the machine was loaded.");
    }
}
