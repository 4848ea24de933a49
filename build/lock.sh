#!/usr/bin/env bash
# Writes every lock file anew, after a change of a package or of .NET's patch (RuntimePatch). The provider has one for each platform and form that
# it is published in, and a restore writes the one it is for alone. The native form for macOS has none: design/0027 says why.
set -euo pipefail
cd "$(dirname "$0")/.."

# In CI a lock file holds; this is what changes one.
unset CI
provider() { dotnet restore src/TerraformProviderPlanton --force-evaluate -v quiet "$@"; }
# As properties: the option -r would name the one platform to the libraries too, whose lock file is for all.
for platform in linux-x64 linux-arm64 win-x64; do provider -p:RuntimeIdentifier="$platform"; done
for platform in osx-x64 osx-arm64 win-x64; do provider -p:RuntimeIdentifier="$platform" -p:ReleaseForm=SingleFile; done
dotnet restore Provider.sln --force-evaluate -v quiet
git status --short -- '*.lock.json'
