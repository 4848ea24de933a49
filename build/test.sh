#!/usr/bin/env bash
# Runs every test and ends with the counts, alone on the last line. Anything that fails makes the exit code 1.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [[ $failed == 0 && $passed -gt 0 ]]
  exit $?
}
step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }
count() { if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); return 1; fi; }

# A step that is one check: it counts as one test.
check() {
  step "$1"
  shift
  count "$@"
}

# One compiler serves all that is built here, and ends with this script.
export UseSharedCompilation=true
trap 'kill $(jobs -p) 2>/dev/null; dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1' EXIT

check 'Prerequisites' build/setup.sh || finish
check 'Build' dotnet build Provider.sln --nologo -v quiet || finish
check 'Format' dotnet format whitespace Provider.sln --no-restore --verify-no-changes
check 'Docs' build/docs.sh --check

# What only the acceptance tests need is made while the others run.
step 'Package and Publish begin'
log=$(mktemp)
{ build/package.sh && build/publish.sh; } >"$log" 2>&1 &
made=$!

# A test program that dies before it reports has failed, whatever it had passed. What only newer CLIs can do is tested by make test-newest.
suite() {
  step "$1"
  local report summary
  report=$(dotnet run --project "$1" --no-build -- -trait- Cli=newest 2>&1)
  local code=$?
  printf '%s\n' "$report" | grep -vE '^(.\[[0-9;]*m)?\s*$' | tail -n 200
  summary=$(printf '%s\n' "$report" | sed 's/\x1b\[[0-9;]*m//g' | grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' | tail -n 1)
  if [[ -z $summary ]]; then
    echo "$1 ended with $code and reported no counts." >&2
    failed=$((failed + 1))
    return
  fi

  local total errors bad skips idle
  read -r total errors bad skips idle < <(sed -E 's/[^0-9]+/ /g' <<<"$summary")
  passed=$((passed + total - bad - skips - idle))
  failed=$((failed + bad + errors))
  skipped=$((skipped + skips + idle))
  if [[ $code != 0 && $bad == 0 && $errors == 0 ]]; then echo "$1 ended with $code." >&2; failed=$((failed + 1)); fi
}

for project in tests/*.Tests tests/*.ContractTests; do suite "$project"; done

step 'Package and Publish'
isMade=true
count wait "$made" || isMade=false
cat "$log"
rm "$log"
[[ $isMade == true ]] || finish
suite tests/acceptance

printf '\n'
finish
