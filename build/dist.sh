#!/usr/bin/env bash
# Makes the release under artifacts/dist: for each platform that is named, for all without, an archive under the registry's name and its bill
# of materials; for all, also the manifest, the checksums, and their signature where there is a key (build/seal.sh).
#
# The same commit, SDK, toolchain and packages make the same bytes, in any folder (build/reproduce.sh shows it). The only time in a release is
# that of its commit.
set -euo pipefail
cd "$(dirname "$0")/.."

platforms=("$@")
if [[ $# == 0 ]]; then
  platforms=(linux_amd64 linux_arm64 darwin_amd64 darwin_arm64 windows_amd64)
  rm -rf artifacts/dist
fi
[[ -z $(git status --porcelain) ]] || echo 'dist: there are changes that are not committed; nobody else can build this.' >&2

# Compilers of another version make other bytes. The packages are those of the lock files, or the restore fails.
sdk=$(sed -nE 's|.*<ReleaseSdk>(.*)</ReleaseSdk>.*|\1|p' Directory.Build.props)
[[ $(dotnet --version | tr -d '\r') == "$sdk" ]] || { echo "dist: a release is built with the .NET SDK $sdk, and this is $(dotnet --version). Install it: https://dotnet.microsoft.com/download/dotnet/10.0" >&2; exit 1; }
export CI=true

version=$(build/version.sh)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
dotnet build tools/Planton.Dist -c Release --nologo -v quiet 1>&2
host=$(build/platform.sh)
for platform in "${platforms[@]}"; do
  # On Linux an archive holds a static executable or nothing: a dynamic one would start on some systems and not on others.
  executable=$(PLANTON_STATIC=true build/publish.sh "$platform")
  start=()
  if [[ $platform == "$host" ]]; then start=(env)
  elif [[ $platform == linux_arm64 ]] && command -v qemu-aarch64-static >/dev/null; then start=(qemu-aarch64-static); fi
  if [[ ${#start[@]} == 0 ]]; then echo "dist: this machine cannot start the executable for $platform; its head alone is checked." >&2
  else [[ $("${start[@]}" "$executable" --version | head -n 1) == "terraform-provider-planton $version" ]] || { echo "dist: $executable does not say that it is $version." >&2; exit 1; }; fi
  dotnet artifacts/bin/Planton.Dist/release/Planton.Dist.dll archive "$version" "$platform" "$executable"
done
[[ $# != 0 ]] || build/seal.sh
