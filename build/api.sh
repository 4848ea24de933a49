#!/usr/bin/env bash
# Writes the framework's public API, as it stands, into PublicAPI.Unshipped.txt; what is in PublicAPI.Shipped.txt is left out.
set -euo pipefail
cd "$(dirname "$0")/../src/Planton.Terraform.Plugin"

echo '#nullable enable' >PublicAPI.Unshipped.txt
dotnet build --no-incremental --nologo -v quiet -p:TreatWarningsAsErrors=false |
  sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >api.txt
cat api.txt >>PublicAPI.Unshipped.txt
rm api.txt
