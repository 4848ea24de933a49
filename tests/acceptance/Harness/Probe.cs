using System.Text.RegularExpressions;

namespace Planton.Acceptance.Harness;

/// <summary>
/// A small static program that asks the C library for one thing, once as it is and once with what the provider's executable is closed by: the same
/// source, and the same options of the linker. The first shows that a trap is one.
/// </summary>
internal static partial class Probe
{
    private const string Source = """
        #include <aliases.h>
        #include <dlfcn.h>
        #include <grp.h>
        #include <gshadow.h>
        #include <iconv.h>
        #include <netdb.h>
        #include <netinet/ether.h>
        #include <pwd.h>
        #include <shadow.h>
        #include <string.h>

        int main(int count, char **words)
        {
            const char *what = count > 1 ? words[1] : "";
            struct addrinfo *address;
            struct ether_addr ether;
            gid_t groups[8];
            int room = 8;
            if (!strcmp(what, "hosts")) getaddrinfo("one.planton.test", 0, 0, &address);
            else if (!strcmp(what, "passwd")) getpwnam("one");
            else if (!strcmp(what, "group")) getgrnam("one");
            else if (!strcmp(what, "initgroups")) getgrouplist("one", 1, groups, &room);
            else if (!strcmp(what, "services")) getservbyname("one", "tcp");
            else if (!strcmp(what, "protocols")) getprotobyname("one");
            else if (!strcmp(what, "networks")) getnetbyname("one");
            else if (!strcmp(what, "rpc")) getrpcbyname("one");
            else if (!strcmp(what, "shadow")) getspnam("one");
            else if (!strcmp(what, "gshadow")) getsgnam("one");
            else if (!strcmp(what, "aliases")) getaliasbyname("one");
            else if (!strcmp(what, "ethers")) ether_hostton("one", &ether);
            else if (!strcmp(what, "netgroup")) innetgr("one", "host", "user", "domain");
            else if (!strcmp(what, "character set")) iconv_open("MARK//", "UTF-8");
            else if (!strcmp(what, "dlopen")) dlopen("/lib/mark.so", RTLD_NOW);
            else return 2;
            return 0;
        }
        """;

    private static string Project => Path.Combine(Tools.RepositoryRoot, "src/TerraformProviderPlanton");

    /// <summary>The databases of <c>nsswitch.conf</c> that a program can ask by a call of its own.</summary>
    public static string[] Databases =>
        ["hosts", "passwd", "group", "initgroups", "services", "protocols", "networks", "rpc", "shadow", "gshadow", "aliases", "ethers", "netgroup"];

    /// <summary>Puts both into a root: <c>/open</c> and <c>/closed</c>.</summary>
    public static EmptyRoot Lay(EmptyRoot root)
    {
        var file = Path.GetTempFileName();
        Compiler.Compile(Source, file, "-static", "-D_GNU_SOURCE");
        root.Copy(file, "open");
        var wraps = Wraps().Matches(File.ReadAllText(Path.Combine(Project, "TerraformProviderPlanton.csproj"))).Select(static match => match.Groups["option"].Value);
        Compiler.Compile(Source, file, ["-static", "-fuse-ld=lld", "-D_GNU_SOURCE", Path.Combine(Project, "Native/closed.c"), .. wraps]);
        root.Copy(file, "closed");
        File.Delete(file);
        return root;
    }

    [GeneratedRegex("<LinkerArg Include=\"(?<option>-Wl,--wrap=[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Wraps();
}
