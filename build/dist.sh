#!/usr/bin/env bash
# Makes the release under artifacts/dist: an archive under the registry's name and its bill of materials for each platform that is named
# (dist.sh linux_amd64), or for all of them. For all, and with "seal" alone, it also adds the manifest, the checksums, and a detached signature by the
# key that GPG_FINGERPRINT names.
#
# The same commit, SDK, toolchain and packages make the same bytes, in any folder (build/reproduce.sh shows it). The only time in a release is
# that of its commit.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

need_sdk
version=$(version)
host=$(platform)
dist() { dotnet artifacts/bin/Planton.Dist/release/Planton.Dist.dll "$@"; }

pack() {
  local platform=$1 executable start=()
  # On Linux an archive holds a static executable or nothing: a dynamic one would start on some systems and not on others.
  executable=$(PLANTON_STATIC=true build/publish.sh "$platform")
  if [[ $platform == "$host" ]]; then start=(env)
  elif [[ $platform == linux_arm64 ]] && command -v qemu-aarch64-static >/dev/null; then start=(qemu-aarch64-static); fi
  if [[ ${#start[@]} == 0 ]]; then say "this machine cannot start the executable for $platform; only its header is checked."
  else [[ $("${start[@]}" "$executable" --version | head -n 1) == "terraform-provider-planton $version" ]] || fail "$executable does not say that it is $version."; fi
  dist archive "$version" "$platform" "$executable"
}

seal() {
  local sums
  sums=$(dist seal "$version")
  rm -f "$sums.sig"
  if [[ -n ${GPG_FINGERPRINT:-} ]]; then
    gpg --batch --yes --local-user "$GPG_FINGERPRINT" --output "$sums.sig" --detach-sign "$sums"
    gpg --batch --verify "$sums.sig" "$sums" 2>/dev/null || fail "the signature of $sums is not valid."
  else
    say 'GPG_FINGERPRINT names no key, so the checksums are not signed; the registry takes no such release.'
  fi
  echo "$sums"
}

if [[ ${1:-} == seal ]]; then
  dotnet build tools/Planton.Dist -c Release --nologo -v quiet 1>&2
  seal
  exit
fi

[[ -z $(git status --porcelain) ]] || say 'there are changes that are not committed; nobody else can build this.'
# Compilers of another version make other bytes. The packages are those of the lock files, or the restore fails.
sdk=$(sed -nE 's|.*<ReleaseSdk>(.*)</ReleaseSdk>.*|\1|p' Directory.Build.props)
[[ $(dotnet --version | tr -d '\r') == "$sdk" ]] || fail "a release is built with the .NET SDK $sdk, and this is $(dotnet --version). Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export CI=true SOURCE_DATE_EPOCH

platforms=("$@")
if [[ $# == 0 ]]; then
  platforms=(linux_amd64 linux_arm64 darwin_amd64 darwin_arm64 windows_amd64)
  rm -rf artifacts/dist
fi
dotnet build tools/Planton.Dist -c Release --nologo -v quiet 1>&2
for platform in "${platforms[@]}"; do pack "$platform"; done
[[ $# != 0 ]] || seal
