terraform {
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

provider "planton" {}

variable "name" {
  description = "What the names of the two registries begin with."
  type        = string
  default     = "acme"
}

variable "failover" {
  description = "Whether clusters may pull from the other region's registry too. Turn it on while the registry of a region is out of service."
  type        = bool
  default     = false
}

locals {
  sites = {
    eu = { region = "fra1", time_zone = "Europe/Berlin", other = "us" }
    us = { region = "nyc3", time_zone = "America/New_York", other = "eu" }
  }

  # Without a cluster there is nothing to integrate.
  with_clusters = { for site, terms in local.sites : site => terms if length(data.planton_doks_clusters.near[site].clusters) > 0 }
}

# Two registries need the professional tier. It is the account's, so both name the same one.
resource "planton_docr_registry" "site" {
  for_each = local.sites

  name                   = "${var.name}-${each.key}"
  subscription_tier_slug = "professional"
  region                 = each.value.region
}

# At three in the morning of each site: while one registry collects garbage and refuses pushes, the other takes them.
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

# Every cluster pulls from the registry of its own region.
resource "planton_docr_doks_integration" "near" {
  for_each = local.with_clusters

  registry_name       = planton_docr_registry.site[each.key].name
  cluster_uuids       = data.planton_doks_clusters.near[each.key].clusters[*].uuid
  require_same_region = true
}

# In an emergency also from the other one. The plan warns that such pulls are slow and that their traffic is billed.
resource "planton_docr_doks_integration" "far" {
  for_each = { for site, terms in local.with_clusters : site => terms if var.failover }

  registry_name = planton_docr_registry.site[each.value.other].name
  cluster_uuids = data.planton_doks_clusters.near[each.key].clusters[*].uuid
}

output "push_to" {
  description = "Push every image to both: DigitalOcean does not copy images between registries."
  value       = sort([for registry in planton_docr_registry.site : registry.endpoint])
}
