#!/usr/bin/env bash
# Compares a bill of materials (.cdx.json) with what the distribution of this machine and Microsoft have now: OpenSSL, glibc and .NET. Ends with 1
# while something newer is there, and 2 where it cannot tell. Runs on the distribution that the release was built on, after apt-get update.
# The second argument is Microsoft's list of releases; without it the list is fetched.
set -euo pipefail

bill=${1:?usage: build/parts.sh BILL.cdx.json [RELEASES.json]}
releases=${2:-}
fail() { echo "parts: $*" >&2; exit 2; }

newer=0
tell() { echo "$1 $2: $3 is there"; newer=1; }

packages=$(jq -r '.components[].properties[]? | select(.name == "distribution:package") | .value' "$bill")
[[ -n $packages ]] || fail "$bill names no package of a distribution."
for package in $packages; do
  name=${package%%=*} linked=${package#*=}
  # Not what is installed here, but what could be.
  offered=$(LC_ALL=C apt-cache policy "$name" | sed -n 's/^  Candidate: //p')
  [[ -n $offered && $offered != '(none)' ]] || fail "this distribution has no $name."
  if dpkg --compare-versions "$offered" gt "$linked"; then tell "$name" "$linked" "$offered"; else echo "$name $linked is the newest."; fi
done

runtime=$(jq -r '[.components[] | select(.name | startswith("Microsoft.NETCore.App.Runtime")) | .version][0] // empty' "$bill")
[[ -n $runtime ]] || fail "$bill names no runtime of .NET."
channel=$(cut -d. -f1-2 <<<"$runtime")
if [[ -n $releases ]]; then list=$(<"$releases")
else list=$(curl --fail --silent --show-error --retry 3 "https://builds.dotnet.microsoft.com/dotnet/release-metadata/$channel/releases.json"); fi
latest=$(jq -r '."latest-runtime" // empty' <<<"$list")
[[ -n $latest ]] || fail "Microsoft's list of releases names no latest runtime."
if dpkg --compare-versions "$latest" gt "$runtime"; then tell .NET "$runtime" "$latest"; else echo ".NET $runtime is the newest."; fi

exit "$newer"
