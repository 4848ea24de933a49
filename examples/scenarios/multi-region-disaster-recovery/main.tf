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

variable "out_of_service" {
  description = "The site whose registry is out of service: eu, us or none. Everything below fails over by it."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "eu", "us"], var.out_of_service)
    error_message = "The value must be none, eu or us."
  }
}

variable "image" {
  description = "The image that workloads run: repository and tag, without the registry."
  type        = string
  default     = "web:v1"
}

locals {
  sites = {
    eu = { region = "fra1", time_zone = "Europe/Berlin", other = "us" }
    us = { region = "nyc3", time_zone = "America/New_York", other = "eu" }
  }

  # The address of the registry from which the clusters of each site pull now. Build every image address from it.
  registry = { for site, terms in local.sites : site => planton_docr_registry.site[site == var.out_of_service ? terms.other : site].endpoint }

  in_service = { for site, terms in local.sites : site => terms if site != var.out_of_service }

  # A region without clusters has nothing to integrate.
  with_clusters = { for site, terms in local.sites : site => terms if length(data.planton_doks_clusters.near[site].clusters) > 0 }

  images  = { for site, found in data.planton_docr_images.site : site => [for image in found.images : "${image.repository}:${image.tag}@${image.digest}"] }
  missing = { for site, terms in local.sites : site => setsubtract(lookup(local.images, terms.other, []), lookup(local.images, site, [])) }
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

# The pull secret for the other registry is in place before it is needed, so a failover changes names only. Until then no pull uses it.
resource "planton_docr_doks_integration" "far" {
  for_each = local.with_clusters

  registry_name       = planton_docr_registry.site[each.value.other].name
  cluster_uuids       = data.planton_doks_clusters.near[each.key].clusters[*].uuid
  require_same_region = false
}

# Not read while the registry is out of service, and at the first apply only once the registries exist.
data "planton_docr_images" "site" {
  for_each = local.in_service

  registry_name = planton_docr_registry.site[each.key].name

  depends_on = [planton_docr_registry.site]
}

# DigitalOcean does not copy images between registries. A push that reached only one of them shows in the next plan, not in the emergency.
check "both_registries_have_the_same_images" {
  assert {
    condition     = var.out_of_service != "none" || length(setunion(local.missing.eu, local.missing.us)) == 0
    error_message = join(" ", [for site, images in local.missing : "The registry ${var.name}-${site} lacks ${join(", ", images)}." if length(images) > 0])
  }
}

output "image" {
  description = "The address of the image for the workloads of each site."
  value       = { for site, registry in local.registry : site => "${registry}/${var.image}" }
}

output "push_to" {
  description = "The registries that pipelines push every image to."
  value       = sort([for site, terms in local.in_service : planton_docr_registry.site[site].endpoint])
}
