#!/usr/bin/env bash
# Publishes the provider as one native executable and prints its path. On Linux it is statically linked, so that it runs on every
# distribution, where the machine has what that takes (build/setup.sh installs it); PLANTON_STATIC=false makes a dynamic one. Its version is
# that of the commit's tag.
set -euo pipefail
cd "$(dirname "$0")/.."

can_link_statically() {
  [[ $(uname -s) == Linux ]] && command -v ld.lld >/dev/null && command -v cmake >/dev/null &&
    [[ $(gcc -print-file-name=libssl.a 2>/dev/null) == /* && $(gcc -print-file-name=libcrypto.a 2>/dev/null) == /* ]]
}

static=${PLANTON_STATIC:-auto}
if [[ $static == auto ]]; then
  if can_link_statically; then static=true; else
    static=false
    echo 'publish: lld, cmake or the static libraries of OpenSSL are missing, so the executable is dynamic (apt-get install lld cmake libssl-dev).' >&2
  fi
fi

# An earlier publish may have left files beside the executable that this one would not make.
rm -rf artifacts/publish/TerraformProviderPlanton
# Whether it is static is not part of what the build compares, so the executable of the other kind would be taken for up to date.
rm -rf artifacts/bin/TerraformProviderPlanton/release/native
version=$(build/version.sh)
dotnet publish src/TerraformProviderPlanton -c Release -p:Version="$version" -p:StaticExecutable="$static" --nologo -v quiet 1>&2
echo "$PWD/artifacts/publish/TerraformProviderPlanton/release/terraform-provider-planton"
