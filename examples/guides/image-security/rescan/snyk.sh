# Fails if $IMAGE has a serious vulnerability. Snyk takes the login from SNYK_REGISTRY_USERNAME and SNYK_REGISTRY_PASSWORD.
set -eu

snyk container test --severity-threshold=high "$IMAGE" >report.txt
