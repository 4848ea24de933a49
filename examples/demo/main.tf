terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token and the API are set in the environment: DIGITALOCEAN_TOKEN, DIGITALOCEAN_API_URL.
provider "planton" {}

variable "cluster_uuids" {
  description = "The clusters that pull images from the registry."
  type        = set(string)
}

resource "planton_docr_registry" "acme" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

resource "planton_docr_retention_policy" "acme" {
  registry_name = planton_docr_registry.acme.name

  rules = [
    { name = "builds", tag_patterns = ["build-*"], keep_most_recent = 2 },
  ]
}

resource "planton_docr_garbage_collection_policy" "acme" {
  registry_name      = planton_docr_registry.acme.name
  schedule           = "0 3 * * SUN"
  time_zone          = "Europe/Berlin"
  maintenance_window = "2h"

  # When tags were deleted, garbage collection frees their storage in the same apply.
  triggers = {
    deleted_at = try(planton_docr_retention_policy.acme.last_run.at, "never")
  }
}

resource "planton_docr_doks_integration" "acme" {
  registry_name = planton_docr_registry.acme.name
  cluster_uuids = var.cluster_uuids
}

output "next_garbage_collection" {
  value = planton_docr_garbage_collection_policy.acme.next_run_at
}

output "last_garbage_collection" {
  value = planton_docr_garbage_collection_policy.acme.last_run
}

output "last_retention" {
  value = planton_docr_retention_policy.acme.last_run
}

output "clusters" {
  value = {
    for uuid, cluster in planton_docr_doks_integration.acme.clusters : cluster.name => {
      region     = cluster.region
      integrated = cluster.integrated
      since      = cluster.integrated_at
    }
  }
}
