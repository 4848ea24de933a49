#!/usr/bin/env bash
# Prints the version of what is built: that of the commit's tag, as v0.1.0 or v0.1.0-rc.1; without a tag the one that is being worked on.
set -euo pipefail
cd "$(dirname "$0")/.."

tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null || true)
if [[ -z $tag ]]; then
  sed -nE 's|.*<VersionPrefix>(.*)</VersionPrefix>.*|\1|p' Directory.Build.props
elif [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
  echo "${tag#v}"
else
  echo "version: the tag $tag is no version. Use one such as v0.1.0." >&2
  exit 1
fi
