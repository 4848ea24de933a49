#!/usr/bin/env bash
# Completes the release under artifacts/dist: the manifest under its release name, the checksums of all files, and a detached signature of the
# checksums by the key that GPG_FINGERPRINT names. Without a key it says that there is no signature; the registry takes no such release.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build tools/Planton.Dist -c Release --nologo -v quiet 1>&2
sums=$(dotnet artifacts/bin/Planton.Dist/release/Planton.Dist.dll seal "$(build/version.sh)")
rm -f "$sums.sig"
if [[ -n ${GPG_FINGERPRINT:-} ]]; then
  gpg --batch --yes --local-user "$GPG_FINGERPRINT" --output "$sums.sig" --detach-sign "$sums"
  gpg --batch --verify "$sums.sig" "$sums" 2>/dev/null || { echo "seal: the signature of $sums does not hold." >&2; exit 1; }
else
  echo 'seal: GPG_FINGERPRINT names no key, so the checksums are not signed.' >&2
fi
echo "$sums"
