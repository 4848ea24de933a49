using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>
/// A library that leaves a mark and ends the process that loads it, under every name by which the C library, OpenSSL or .NET would look for one, and
/// with the C library that it needs: so nothing but the executable's own refusal keeps it out.
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

    /// <summary>Puts it into a root, and names it wherever a machine's configuration can.</summary>
    public static EmptyRoot Lay(EmptyRoot root)
    {
        var library = Compile();
        foreach (var folder in Folders())
        {
            foreach (var name in (string[])["libnss_mark.so.2", "libgssapi_krb5.so.2", "mark.so", "legacy.so"]) root.Copy(library, $"{folder}/{name}");
            // What a library of the machine needs: the loader and the C library of the machine.
            foreach (var name in (string[])["libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"])
            {
                if (Ask($"-print-file-name={name}") is ['/', ..] path) root.Copy(path, $"{folder}/{name}");
            }
        }

        File.Delete(library);
        root.Write("etc/nsswitch.conf", string.Concat(((string[])["passwd", "group", "hosts", "services", "protocols", "networks"]).Select(static database => $"{database}: mark files dns\n")));
        foreach (var file in (string[])["usr/lib/ssl/openssl.cnf", "etc/ssl/openssl.cnf"]) root.Write(file, ProviderOfOpenSsl);
        return root;
    }

    /// <summary>A configuration of OpenSSL that activates the library as a provider.</summary>
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

    /// <summary>Checks that it is where it was laid and was never loaded.</summary>
    public static void WasNotLoaded(EmptyRoot root)
    {
        Assert.True(root.Has($"{Folders()[0]}/libnss_mark.so.2"));
        Assert.False(root.Has(Mark), "A library of the machine was loaded into the provider.");
    }

    /// <summary>Where the C library that is linked in looks for libraries: two that all have, and that of Debian's architectures.</summary>
    private static string[] Folders() => ["usr/lib", "lib", .. Ask("-print-multiarch") is { Length: > 0 } architecture ? (string[])[$"lib/{architecture}", $"usr/lib/{architecture}"] : ["lib64", "usr/lib64"]];

    private static string Compile()
    {
        var library = Path.GetTempFileName();
        var source = $"{library}.c";
        File.WriteAllText(source, Source);
        Ask("-shared", "-fPIC", "-o", library, source);
        File.Delete(source);
        return library;
    }

    /// <summary>The compiler that a static executable was linked with.</summary>
    private static string Ask(params string[] arguments)
    {
        using var gcc = Process.Start(new ProcessStartInfo("gcc", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = gcc.StandardError.ReadToEndAsync();
        var answer = gcc.StandardOutput.ReadToEnd().Trim();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, errors.Result);
        return answer;
    }
}
