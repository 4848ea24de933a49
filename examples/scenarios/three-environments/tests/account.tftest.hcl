# Runs in the account of DIGITALOCEAN_TOKEN: creates staging's registry and deletes it again. Use an account without a registry.
run "staging" {
  variables {
    environment = "staging"
  }

  assert {
    condition     = output.endpoints == { acme-staging = "registry.digitalocean.com/acme-staging" }
    error_message = "Staging has one registry."
  }

  assert {
    condition     = planton_docr_registry.environment["acme-staging"].next_garbage_collection_at != null
    error_message = "Garbage collection is enabled in the manifest."
  }
}
