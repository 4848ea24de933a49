# Runs in the account of DIGITALOCEAN_TOKEN, which must have a registry named acme. A policy deletes nothing when it is created.
variables {
  registry_name = "acme"
}

run "the_policies_are_created_and_delete_nothing" {
  assert {
    condition     = planton_docr_retention_policy.builds.last_run == null
    error_message = "A new policy has deleted tags."
  }

  assert {
    condition     = planton_docr_garbage_collection_policy.weekly.triggers.deleted_at == "never"
    error_message = "Nothing was deleted, so nothing triggers garbage collection."
  }
}
