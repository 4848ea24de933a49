# Runs in the account of DIGITALOCEAN_TOKEN: creates a registry and a cluster, which is billed while it exists, and deletes both.
run "the_cluster_pulls_from_the_registry" {
  assert {
    condition     = alltrue([for cluster in planton_docr_doks_integration.web.clusters : cluster.integrated])
    error_message = "The cluster is not integrated."
  }

  assert {
    condition     = !planton_docr_garbage_collection_policy.weekly.overdue
    error_message = "A new policy waits for its next slot."
  }
}
