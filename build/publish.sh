#!/usr/bin/env bash
# Publishes the provider as one native executable and prints its path.
set -euo pipefail
cd "$(dirname "$0")/.."
# An earlier publish may have left files beside the executable that this one would not make.
rm -rf artifacts/publish/TerraformProviderPlanton
dotnet publish src/TerraformProviderPlanton -c Release --nologo -v quiet 1>&2
echo "$PWD/artifacts/publish/TerraformProviderPlanton/release/terraform-provider-planton"
