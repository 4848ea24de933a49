#!/usr/bin/env bash
# Publishes the provider as one executable, for this machine or for the platform that is named (linux_arm64), and prints its path. Its
# version is that of the commit's tag.
#
# For the system of this machine it is compiled ahead of time. On Linux it is statically linked too, so that it runs on every distribution,
# where the machine has what that takes (build/setup.sh installs it); PLANTON_STATIC=false makes a dynamic one. For another system it is a
# single file that brings the runtime along and compiles the rest just in time: design/0022 has the reasons.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

need_sdk
host=$(platform)
platform=${1:-$host}
case $platform in
  linux_amd64) runtime=linux-x64 toolchain=x86_64-linux-gnu ;;
  linux_arm64) runtime=linux-arm64 toolchain=aarch64-linux-gnu ;;
  darwin_amd64) runtime=osx-x64 ;;
  darwin_arm64) runtime=osx-arm64 ;;
  windows_amd64) runtime=win-x64 ;;
  *) fail "$platform is no platform that is released. Use linux_amd64, linux_arm64, darwin_amd64, darwin_arm64 or windows_amd64." ;;
esac
[[ ${platform%_*} != "${host%_*}" ]] || need_linker

# The code is analyzed where it is built for its tests.
options=(-p:Version="$(version)" -p:RunAnalyzers=false)
output=release
if [[ $platform != "$host" ]]; then
  options+=(-r "$runtime")
  output=release_$runtime
fi

gcc=gcc
if [[ $platform == linux_* && $host == linux_* && $platform != "$host" ]]; then
  gcc=$toolchain-gcc
  command -v "$gcc" >/dev/null || fail "$gcc is missing. On Debian, as root: build/setup.sh dist. Or build on a machine of that kind."
  options+=(-p:CrossToolchain="$toolchain")
  # gcc for another architecture looks for the linker among its own tools alone.
  COMPILER_PATH=$(dirname "$(readlink -f "$(command -v ld.lld)")")
  # CMake would find the OpenSSL of this machine, fail to link with it, and take it for one that can do nothing.
  CMAKE_LIBRARY_PATH=$(dirname "$(readlink -f "$("$gcc" -print-file-name=libssl.a)")")
  PKG_CONFIG_LIBDIR=$CMAKE_LIBRARY_PATH/pkgconfig
  export COMPILER_PATH CMAKE_LIBRARY_PATH PKG_CONFIG_LIBDIR
fi

has_library() { [[ $("$gcc" -print-file-name="lib$1.a" 2>/dev/null) == /* ]]; }
can_link_statically() { command -v ld.lld >/dev/null && command -v cmake >/dev/null && has_library ssl && has_library crypto; }

if [[ ${platform%_*} != "${host%_*}" ]]; then
  options+=(-p:ReleaseForm=SingleFile)
elif [[ $platform == linux_* ]]; then
  static=${PLANTON_STATIC:-auto}
  if [[ $static != false ]] && ! can_link_statically; then
    missing='lld, cmake or the static libraries of OpenSSL are missing'
    [[ $static == auto ]] || fail "$missing (apt-get install lld cmake libssl-dev)."
    say "$missing, so the executable is dynamic (apt-get install lld cmake libssl-dev)."
    static=false
  fi
  [[ $static == false ]] || static=true
  options+=(-p:StaticExecutable="$static")
  # The runtime's part for OpenSSL is compiled here, from sources in a package: as a release, and without the package's path in it.
  export CFLAGS="-O2 -DNDEBUG -fstack-protector-strong -ffile-prefix-map=${NUGET_PACKAGES:-$HOME/.nuget/packages}=/packages"
fi

# An earlier publish may have left files beside the executable that this one would not make, and whether it is static, and for what, is not
# part of what the build compares: an executable of the other kind would be taken for up to date.
project=TerraformProviderPlanton
rm -rf "artifacts/publish/$project/$output" "artifacts/bin/$project/$output/native" "artifacts/obj/$project/$output/libs" "artifacts/obj/$project/$output/native"
dotnet publish src/$project -c Release "${options[@]}" --nologo -v quiet 1>&2
if [[ ${static:-false} == true ]] && ! grep -qs 'define HAVE_OPENSSL_ALPN 1' "artifacts/obj/$project/$output/libs/System.Security.Cryptography.Native/build/pal_crypto_config.h"; then
  fail "the OpenSSL that CMake found is not one for $platform, so the executable would speak no HTTP/2 over TLS."
fi
executable=$PWD/artifacts/publish/$project/$output/terraform-provider-planton
[[ $platform != windows_* ]] || executable+=.exe
echo "$executable"
