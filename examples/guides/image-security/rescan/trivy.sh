# Fails if $IMAGE has a serious vulnerability that an update fixes.
set -eu

DOCKER_CONFIG=$(mktemp -d)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
printf '%s' "$DOCKER_CONFIG_JSON" >"$DOCKER_CONFIG/config.json"

trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed --output report.txt "$IMAGE"
