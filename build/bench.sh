#!/usr/bin/env bash
# Times the provider as a whole process: its start, and plans and applies with the real CLI against the simulated API. PEER=path names the
# executable of another provider, whose start is timed beside it. The Go provider of benchmarks/peer is timed too, where it can be built.
# RUNS and COUNTS change how often, and of how many resources. It fails when a start executes more instructions than its budget allows.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p artifacts
provider=$(build/publish.sh | tail -n 1)
dotnet build benchmarks/Planton.ProcessBenchmarks -c Release --nologo -v quiet >&2

arguments=(--provider "$provider" --runs "${RUNS:-20}" --counts "${COUNTS:-1,100,1000}")
[[ -z ${PEER:-} ]] || arguments+=(--peer "$PEER")
if go_peer=$(benchmarks/peer/build.sh | tail -n 1); then
  arguments+=(--go-peer "$go_peer")
else
  echo 'bench: without the Go provider there is nothing to compare plans with.' >&2
fi
artifacts/bin/Planton.ProcessBenchmarks/release/Planton.ProcessBenchmarks "${arguments[@]}"

printf '\n%s, %s, %s CPUs, load average %s at the end\n' "$(terraform version | head -n 1)" "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
  "$(uptime | sed 's/.*load average[s]*: //')"
[[ ! -f artifacts/peer/versions.txt ]] || paste -sd';' artifacts/peer/versions.txt
