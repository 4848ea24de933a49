# Runs in the account of DIGITALOCEAN_TOKEN: creates a registry with its policies and deletes it again. Use an account without a registry.
run "production" {
  variables {
    manifest  = file("tests/manifests/production.yaml")
    retention = { rules = [{ name = "builds", tag_patterns = ["build-*"], keep_most_recent = 10 }] }
  }

  assert {
    condition     = output.registry_name == "acme-prod-nyc3" && output.endpoint == "registry.digitalocean.com/acme-prod-nyc3" && output.server_url == "registry.digitalocean.com"
    error_message = "The outputs are those of Planton's component."
  }

  assert {
    condition     = output.next_garbage_collection_at != null && length(output.retention_candidates) == 0
    error_message = "Garbage collection is scheduled, and an empty registry has no tags to delete."
  }
}
