# Runs without a token and without the API.
mock_provider "planton" {
  mock_resource "planton_docr_registry" {
    defaults = {
      endpoint = "registry.digitalocean.com/mocked"
    }
  }
}

variables {
  registry_name = "acme"
}

run "the_policy_serves_the_registry" {
  assert {
    condition     = planton_docr_garbage_collection_policy.weekly.registry_name == "acme"
    error_message = "The policy is for another registry."
  }

  assert {
    condition     = output.push_to == "registry.digitalocean.com/mocked"
    error_message = "The output is not the registry's endpoint."
  }
}
