terraform {
  required_version = ">= 1.8"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token belongs to the environment's own account (or team), since an account has only one tier.
provider "planton" {}

variable "environment" {
  description = "The environment to apply: the manifests with this metadata.env."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "production"], var.environment)
    error_message = "The environment is dev, staging or production."
  }
}

locals {
  manifests = [
    for file in fileset(path.module, "registries/*.yaml") :
    provider::planton::manifest_decode(file("${path.module}/${file}"))
  ]

  registries = { for manifest in local.manifests : manifest.name => manifest if manifest.metadata.env == var.environment }
}

resource "planton_docr_registry" "environment" {
  for_each = local.registries

  name                       = each.value.name
  subscription_tier_slug     = each.value.subscription_tier_slug
  region                     = each.value.region
  garbage_collection_enabled = each.value.garbage_collection_enabled
  garbage_collection_runner  = "terraform" # A pipeline applies on Sundays after 03:00 UTC.
  deletion_protection        = var.environment == "production"
}

# All clusters of the account belong to the environment and pull from its registries.
data "planton_doks_clusters" "environment" {}

resource "planton_docr_doks_integration" "environment" {
  for_each = { for name, registry in planton_docr_registry.environment : name => registry if length(data.planton_doks_clusters.environment.clusters) > 0 }

  registry_name = each.value.name
  cluster_uuids = data.planton_doks_clusters.environment.clusters[*].uuid
}

output "endpoints" {
  value = { for name, registry in planton_docr_registry.environment : name => registry.endpoint }
}
