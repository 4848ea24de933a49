# Runs in the account of DIGITALOCEAN_TOKEN: creates a registry and deletes it again. Use an account without a registry.
variables {
  registry_name = "acme"
}

run "a_registry_and_its_policy" {
  assert {
    condition     = output.push_to == "registry.digitalocean.com/acme"
    error_message = "The endpoint is ${output.push_to}."
  }

  assert {
    condition     = !planton_docr_garbage_collection_policy.weekly.due && planton_docr_garbage_collection_policy.weekly.next_run_at != null
    error_message = "A new policy waits for its next slot."
  }
}
