#!/usr/bin/env bash
# Publishes the provider as one native executable and prints its path. Its version is that of the commit's tag.
set -euo pipefail
cd "$(dirname "$0")/.."
# An earlier publish may have left files beside the executable that this one would not make.
rm -rf artifacts/publish/TerraformProviderPlanton
version=$(build/version.sh)
dotnet publish src/TerraformProviderPlanton -c Release -p:Version="$version" --nologo -v quiet 1>&2
echo "$PWD/artifacts/publish/TerraformProviderPlanton/release/terraform-provider-planton"
