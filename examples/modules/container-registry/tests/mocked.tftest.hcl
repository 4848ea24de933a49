# Runs without a token and without the API; the manifests are really read.
mock_provider "planton" {}

run "project_planton" {
  variables {
    manifest = file("tests/manifests/project-planton.yaml")
  }

  assert {
    condition     = output.registry_name == "acme-first" && output.subscription_tier_slug == "starter" && output.region == "nyc3"
    error_message = "The registry is that of the manifest."
  }

  assert {
    condition     = output.next_garbage_collection_at == null && length(output.clusters) == 0
    error_message = "Nothing else is made."
  }
}

run "openmcf" {
  variables {
    manifest = file("tests/manifests/openmcf.yaml")
  }

  assert {
    condition     = output.registry_name == "acme-second" && output.subscription_tier_slug == "basic" && output.region == "blr1"
    error_message = "The registry is that of the manifest."
  }
}

run "planton" {
  variables {
    manifest = file("tests/manifests/planton-minimal.yaml")
  }

  assert {
    condition     = output.registry_name == "acme-third" && output.metadata.org == "acme" && output.metadata.tags == tolist(["e2e"])
    error_message = "The registry is that of the manifest, and its metadata is passed through."
  }
}

run "by_name" {
  variables {
    spec = {
      name                       = "acme"
      subscription_tier          = "PROFESSIONAL"
      region                     = "FRA1"
      garbage_collection_enabled = true
    }
  }

  assert {
    condition     = output.subscription_tier_slug == "professional" && output.region == "fra1" && output.next_garbage_collection_at != null
    error_message = "The names are those of the manifest, and so are their values."
  }
}

run "manifest_and_spec" {
  command = plan

  variables {
    manifest = file("tests/manifests/openmcf.yaml")
    spec     = { name = "acme", subscription_tier = "basic" }
  }

  expect_failures = [output.registry_name]
}

run "a_rule_that_keeps_nothing" {
  command = plan

  variables {
    manifest  = file("tests/manifests/openmcf.yaml")
    retention = { rules = [{ name = "all" }] }
  }

  expect_failures = [var.retention]
}

run "no_schedule" {
  command = plan

  variables {
    manifest           = file("tests/manifests/openmcf.yaml")
    garbage_collection = { schedule = "weekly" }
  }

  expect_failures = [var.garbage_collection]
}
