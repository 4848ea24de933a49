# Runs in the account of DIGITALOCEAN_TOKEN: creates two registries, integrates the clusters of fra1 and nyc3 with them, and destroys both.
run "two_registries_in_two_regions" {
  assert {
    condition     = join(" ", output.push_to) == "registry.digitalocean.com/acme-eu registry.digitalocean.com/acme-us"
    error_message = "Images are pushed to two registries."
  }

  assert {
    condition     = alltrue(flatten([for integration in planton_docr_doks_integration.near : [for cluster in integration.clusters : cluster.same_region && cluster.integrated]]))
    error_message = "Every cluster is integrated with the registry in its region."
  }
}

run "failover" {
  variables {
    failover = true
  }

  assert {
    condition     = alltrue(flatten([for integration in planton_docr_doks_integration.far : [for cluster in integration.clusters : !cluster.same_region && cluster.integrated]]))
    error_message = "Every cluster is integrated with the other registry too."
  }
}
