# Runs in the account of DIGITALOCEAN_TOKEN: creates two registries, integrates the clusters of fra1 and nyc3 with both, and destroys everything it created.
run "two_registries_in_two_regions" {
  assert {
    condition     = join(" ", output.push_to) == "registry.digitalocean.com/acme-eu registry.digitalocean.com/acme-us"
    error_message = "Images are pushed to two registries."
  }

  assert {
    condition     = output.image == { eu = "registry.digitalocean.com/acme-eu/web:v1", us = "registry.digitalocean.com/acme-us/web:v1" }
    error_message = "The workloads of every site pull from the registry in their region."
  }

  assert {
    condition     = alltrue(flatten([for integration in planton_docr_doks_integration.near : [for cluster in integration.clusters : cluster.same_region && cluster.integrated]]))
    error_message = "Every cluster is integrated with the registry in its region."
  }

  assert {
    condition     = alltrue(flatten([for integration in planton_docr_doks_integration.far : [for cluster in integration.clusters : !cluster.same_region && cluster.integrated]]))
    error_message = "Every cluster is integrated with the other registry too."
  }
}

run "failover" {
  variables {
    out_of_service = "eu"
  }

  assert {
    condition     = output.image == { eu = "registry.digitalocean.com/acme-us/web:v1", us = "registry.digitalocean.com/acme-us/web:v1" }
    error_message = "The workloads of both sites pull from the registry that is left."
  }

  assert {
    condition     = join(" ", output.push_to) == "registry.digitalocean.com/acme-us"
    error_message = "Nothing is pushed to a registry that is out of service."
  }
}
