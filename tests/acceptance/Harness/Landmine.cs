namespace Planton.Acceptance.Harness;

/// <summary>
/// A library that leaves a mark and ends the process that loads it, and beside it the C library that it needs: so nothing but the executable's own
/// refusal keeps it out.
/// </summary>
internal static class Landmine
{
    private const string Source = """
        #include <fcntl.h>
        #include <stdlib.h>
        #include <unistd.h>

        __attribute__((constructor)) static void loaded(void)
        {
            close(open("/tmp/loaded", O_CREAT | O_WRONLY, 0644));
            abort();
        }
        """;

    private const string Mark = "tmp/loaded";

    /// <summary>A configuration of OpenSSL that activates it as a provider.</summary>
    public static string ProviderOfOpenSsl => $"""
        openssl_conf = start
        [start]
        providers = providers
        [providers]
        mark = mark
        [mark]
        module = /{Folders()[0]}/mark.so
        activate = 1

        """;

    /// <summary>A configuration of OpenSSL that loads it as an engine.</summary>
    public static string EngineOfOpenSsl => $"""
        openssl_conf = start
        [start]
        engines = engines
        [engines]
        mark = mark
        [mark]
        engine_id = mark
        dynamic_path = /{Folders()[0]}/mark.so

        """;

    /// <summary>Puts it into a root under one name, wherever the C library that is linked in looks for libraries.</summary>
    public static EmptyRoot Lay(EmptyRoot root, string name)
    {
        var library = Path.GetTempFileName();
        Compiler.Compile(Source, library, "-shared", "-fPIC");
        foreach (var folder in Folders())
        {
            root.Copy(library, $"{folder}/{name}");
            foreach (var needed in (string[])["libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"])
            {
                if (Compiler.Ask($"-print-file-name={needed}") is ['/', ..] path) root.Copy(path, $"{folder}/{needed}");
            }
        }

        File.Delete(library);
        return root;
    }

    /// <summary>Whether it was loaded; forgets that.</summary>
    public static bool WasLoaded(EmptyRoot root)
    {
        var loaded = root.Has(Mark);
        if (loaded) root.Delete(Mark);
        return loaded;
    }

    public static void WasNotLoaded(EmptyRoot root) => Assert.False(WasLoaded(root), "A library of the machine was loaded into the provider.");

    /// <summary>Two that all have, and those of Debian's architectures.</summary>
    private static string[] Folders() =>
        ["usr/lib", "lib", .. Compiler.Ask("-print-multiarch") is { Length: > 0 } architecture ? (string[])[$"lib/{architecture}", $"usr/lib/{architecture}"] : ["lib64", "usr/lib64"]];
}
