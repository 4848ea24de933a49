#!/usr/bin/env bash
# Runs the sweeps whole: every fault at every call, a crash at every call, long fuzzing, many resources at once. The reports go to artifacts/sweep/ as well.
set -uo pipefail
cd "$(dirname "$0")/.."

build/setup.sh && dotnet build Provider.sln --nologo -v quiet && build/publish.sh || exit 1

reports=artifacts/sweep
mkdir -p "$reports"
failed=0

sweep() {
  printf '\n== %s (%ss)\n' "$1" "$SECONDS"
  PLANTON_SWEEP=whole dotnet run --project "$2" --no-build -- -class "*$3" 2>&1 | tee "$reports/$3.txt" | grep -vE '^(.\[[0-9;]*m)?\s*$'
  [[ ${PIPESTATUS[0]} == 0 ]] || failed=$((failed + 1))
}

sweep 'Fault matrix' tests/TerraformProviderPlanton.Tests FaultMatrixTests
sweep 'Hostile values' tests/Planton.Terraform.Plugin.Tests CtyFuzzTests
sweep 'Hostile calls' tests/TerraformProviderPlanton.Tests HostileCallTests
sweep 'Crash sweep' tests/acceptance CrashSweepTests
sweep 'Concurrency' tests/acceptance ConcurrencyTests

printf '\n%s sweeps failed; the reports are in %s (%ss)\n' "$failed" "$reports" "$SECONDS"
[[ $failed == 0 ]]
