# Builds and pushes $IMAGE with the login in $DOCKER_CONFIG_JSON, without touching the user's own login.
set -eu

DOCKER_CONFIG=$(mktemp -d)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT

printf '%s' "$DOCKER_CONFIG_JSON" >"$DOCKER_CONFIG/config.json"
docker build --tag "$IMAGE" .
docker push "$IMAGE"
