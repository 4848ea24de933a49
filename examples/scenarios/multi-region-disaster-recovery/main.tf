terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

provider "planton" {}

variable "name" {
  description = "The prefix of the names of the two registries."
  type        = string
  default     = "acme"
}

variable "failover" {
  description = "Whether clusters can also pull from the other region's registry. Set it to true while the registry of a region is out of service."
  type        = bool
  default     = false
}

locals {
  sites = {
    eu = { region = "fra1", time_zone = "Europe/Berlin", other = "us" }
    us = { region = "nyc3", time_zone = "America/New_York", other = "eu" }
  }

  # A region without clusters has nothing to integrate.
  with_clusters = { for site, terms in local.sites : site => terms if length(data.planton_doks_clusters.near[site].clusters) > 0 }
}

# Two registries require the professional tier. It belongs to the account, so both set the same one.
resource "planton_docr_registry" "site" {
  for_each = local.sites

  name                   = "${var.name}-${each.key}"
  subscription_tier_slug = "professional"
  region                 = each.value.region
}

# At three in the morning local time in each region: while one registry runs garbage collection and refuses pushes, the other accepts them.
resource "planton_docr_garbage_collection_policy" "site" {
  for_each = local.sites

  registry_name = planton_docr_registry.site[each.key].name
  schedule      = "0 3 * * SUN"
  time_zone     = each.value.time_zone
}

data "planton_doks_clusters" "near" {
  for_each = local.sites

  region = each.value.region
}

# Every cluster pulls from the registry in its own region.
resource "planton_docr_doks_integration" "near" {
  for_each = local.with_clusters

  registry_name       = planton_docr_registry.site[each.key].name
  cluster_uuids       = data.planton_doks_clusters.near[each.key].clusters[*].uuid
  require_same_region = true
}

# In an emergency, clusters also pull from the other registry. The plan warns that such pulls are slower and that their traffic is billed.
resource "planton_docr_doks_integration" "far" {
  for_each = { for site, terms in local.with_clusters : site => terms if var.failover }

  registry_name = planton_docr_registry.site[each.value.other].name
  cluster_uuids = data.planton_doks_clusters.near[each.key].clusters[*].uuid
}

output "push_to" {
  description = "Push every image to both: DigitalOcean does not copy images between registries."
  value       = sort([for registry in planton_docr_registry.site : registry.endpoint])
}
