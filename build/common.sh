# What several scripts need. Sourced, with the repository's root as the folder; messages begin with the name of the script that sources it.

say() { echo "$(basename "$0" .sh): $1" >&2; }
fail() { say "$1"; exit 1; }

# The .NET SDK, of a version that global.json takes.
need_sdk() {
  local install='Install it: https://dotnet.microsoft.com/download/dotnet/10.0'
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing. $install"
  dotnet --version >/dev/null 2>&1 || fail "the .NET SDK is older than global.json requires. The version to have is $(sed -nE 's|.*"version": "(.*)".*|\1|p' global.json) or newer. $install"
}

# What links a native executable.
need_linker() {
  case $(uname -s) in
    Linux) command -v gcc >/dev/null || command -v clang >/dev/null || fail 'a C compiler is missing; it links the executable. On Debian and Ubuntu: apt-get install gcc libc6-dev zlib1g-dev' ;;
    Darwin) command -v clang >/dev/null || fail 'clang is missing; it links the executable. Install the command line tools: xcode-select --install' ;;
  esac
}

# This machine's platform as Terraform names it, such as linux_amd64 or darwin_arm64.
platform() {
  local system architecture
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    MINGW* | MSYS*) system=windows ;;
    *) fail "the provider is not built on $(uname -s). Use Linux, macOS or Windows." ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) architecture=amd64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) fail "the provider is not built for the processor $(uname -m). Use x86_64 or arm64." ;;
  esac
  echo "${system}_$architecture"
}

# The provider's source address without the registry's host, such as acme/planton.
source_address() { sed -nE 's|.*<ProviderSource>(.*)</ProviderSource>.*|\1|p' Directory.Build.props; }

# The version of what is built: that of the commit's tag, such as v0.1.0 or v0.1.0-rc.1; without a tag the one that is being worked on.
version() {
  local tag
  tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null || true)
  if [[ -z $tag ]]; then
    sed -nE 's|.*<VersionPrefix>(.*)</VersionPrefix>.*|\1|p' Directory.Build.props
  elif [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo "${tag#v}"
  else
    fail "the tag $tag is no version. Use one such as v0.1.0."
  fi
}
