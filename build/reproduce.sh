#!/usr/bin/env bash
# Shows that a release is reproducible: builds the commit twice, in clones of different names and depths, and compares the checksums. With
# platforms as arguments (linux_amd64) only those.
set -euo pipefail
cd "$(dirname "$0")/.."

# The same commit for both, whatever is committed while the first is built.
commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for clone in one another/place; do
  mkdir -p "$(dirname "$work/$clone")"
  git clone --quiet . "$work/$clone"
  git -C "$work/$clone" checkout --quiet "$commit"
  (cd "$work/$clone" && build/dist.sh "$@" >/dev/null && { [[ $# == 0 ]] || build/dist.sh seal >/dev/null; })
  cat "$work/$clone"/artifacts/dist/*_SHA256SUMS >"$work/$(basename "$clone").sums"
done

if cmp -s "$work/one.sums" "$work/place.sums"; then
  cat "$work/one.sums"
  echo 'reproduce: both builds are the same.'
else
  echo 'reproduce: the builds differ:' >&2
  diff "$work/one.sums" "$work/place.sums" >&2 || true
  exit 1
fi
