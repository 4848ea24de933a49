# Runs without tokens and without the API, for both providers.
mock_provider "digitalocean" {
  mock_resource "digitalocean_kubernetes_cluster" {
    defaults = {
      id = "bd5f5959-5e1e-4205-a714-a914373942af"
    }
  }
}

mock_provider "planton" {}

run "policy_and_integration_serve_the_official_registry" {
  assert {
    condition     = planton_docr_garbage_collection_policy.weekly.registry_name == digitalocean_container_registry.main.name
    error_message = "The policy is for another registry."
  }

  assert {
    condition     = planton_docr_doks_integration.web.cluster_uuids == toset(["bd5f5959-5e1e-4205-a714-a914373942af"])
    error_message = "The integration is with another cluster."
  }
}
