/*
 * Linked into the static executable for Linux alone: closes the ways by which code of the machine would come into the process. glibc and
 * OpenSSL are inside, but both still open what the machine's configuration names, and with it the machine's own C library; where that is
 * another version, the process dies. design/0026 has the reasons.
 */
#include <nss.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Those that glibc asks for hosts, users, groups and ports. "files" and "dns" are inside it; any other word names a library. */
static const char *const databases[][2] = {
    {"hosts", "files dns"}, {"passwd", "files"}, {"group", "files"}, {"initgroups", "files"}, {"services", "files"}, {"protocols", "files"}, {"networks", "files"},
};

static void refuse(const char *setting)
{
    dprintf(STDERR_FILENO, "terraform-provider-planton: cannot start, because the C library refuses the setting of %s.\n", setting);
    _exit(1);
}

/* Before the runtime starts, and so before anything is looked up, OpenSSL reads its configuration, or .NET copies the environment. */
__attribute__((constructor)) static void close_process(void)
{
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
        if (__nss_configure_lookup(databases[i][0], databases[i][1]) != 0) refuse(databases[i][0]);
    }

    /* No provider or engine of the machine, and no lower version of TLS than OpenSSL's own. */
    if (setenv("OPENSSL_CONF", "/dev/null", 1) != 0) refuse("OPENSSL_CONF");
}

/*
 * Every call of dlopen outside glibc arrives here (--wrap): the Kerberos library that .NET would open for a proxy, OpenSSL's modules. For the caller
 * it is as on a machine that has no such library.
 */
void *__wrap_dlopen(const char *file, int mode)
{
    (void)file;
    (void)mode;
    return NULL;
}

/* And every call from inside glibc: modules for names of whatever database, for character sets, for international names. */
void *__wrap___libc_dlopen_mode(const char *file, int mode)
{
    return __wrap_dlopen(file, mode);
}

char *__wrap_dlerror(void)
{
    static char reason[] = "this executable opens no libraries";
    return reason;
}
