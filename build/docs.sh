#!/usr/bin/env bash
# Writes docs/ from the schemas, templates/ and examples/; with --check only tells whether that would change anything.
set -euo pipefail
cd "$(dirname "$0")/.."

exec dotnet run --project tools/Planton.Docs --verbosity quiet -- --project src/TerraformProviderPlanton --subcategory 'Container Registry' "$@"
