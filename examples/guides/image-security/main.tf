terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs registry:read, registry:update and registry:delete, and kubernetes:read, kubernetes:access_cluster and app:read to see
# which images are in use.
provider "planton" {}

variable "registry_name" {
  description = "The name of an existing registry."
  type        = string
  default     = "acme"
}

# Signatures belong to their image: they stay while it has a tag, are deleted with its last one, and take none of the ten places.
resource "planton_docr_retention_policy" "images" {
  registry_name = var.registry_name

  rules = [
    { name = "builds", tag_patterns = ["build-*"], keep_most_recent = 10 },
  ]

  keep_tags = ["v*"]
}

resource "planton_docr_garbage_collection_policy" "images" {
  registry_name = planton_docr_retention_policy.images.registry_name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"

  triggers = {
    deleted_at = try(planton_docr_retention_policy.images.last_run.at, "never")
  }

  # Kyverno replaces tags by digests, so pods use digests even where the configuration names a tag.
  protect_in_use = {}
}

data "planton_docr_images" "all" {
  registry_name = var.registry_name
}

locals {
  tags     = [for image in data.planton_docr_images.all.images : "${image.repository}:${image.tag}"]
  releases = [for image in data.planton_docr_images.all.images : image if startswith(image.tag, "v")]

  # The signature of the image sha256:HEX has the tag sha256-HEX.sig, or is in the list with the tag sha256-HEX.
  unsigned = [
    for image in local.releases : "${image.repository}:${image.tag}" if length(setintersection(local.tags, [
      for suffix in [".sig", ""] : "${image.repository}:${replace(image.digest, ":", "-")}${suffix}"
    ])) == 0
  ]
}

# Whether a signature is valid is for the cluster to verify. This tells before a deployment which releases have none.
check "releases_are_signed" {
  assert {
    condition     = length(local.unsigned) == 0
    error_message = "These releases have no signature: ${join(", ", local.unsigned)}."
  }
}
