#!/usr/bin/env bash
# Runs the tests of what only newer CLIs can do, with those that TERRAFORM and TOFU name, and ends with the counts. A CLI that is too old for one of
# them is a failure that says which version it needs. All other tests are those of make test, which takes the same variables.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/common.sh

build/setup.sh
dotnet build tests/acceptance --nologo -v quiet
build/publish.sh >&2
exec dotnet run --project tests/acceptance --no-build -- -trait Cli=newest -failSkips
