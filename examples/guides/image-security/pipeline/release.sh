# Builds $IMAGE, pushes it unless it has a serious vulnerability that an update fixes, and signs what was pushed.
set -eu

DOCKER_CONFIG=$(mktemp -d)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
printf '%s' "$DOCKER_CONFIG_JSON" >"$DOCKER_CONFIG/config.json"

docker build --tag "$IMAGE" .
trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed --output trivy.txt "$IMAGE"
docker push "$IMAGE"

# A tag can move between two commands, a digest cannot.
pinned=$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$IMAGE" | grep "^${IMAGE%:*}@")
trivy image --format cyclonedx --output sbom.cdx.json "$pinned"

# With both flags cosign 3 stores the results under tags of their own, sha256-….sig and sha256-….att.
tags='--new-bundle-format=false --use-signing-config=false'
cosign sign --yes --key env://COSIGN_PRIVATE_KEY $tags "$pinned"
cosign attest --yes --key env://COSIGN_PRIVATE_KEY $tags --type cyclonedx --predicate sbom.cdx.json "$pinned"
