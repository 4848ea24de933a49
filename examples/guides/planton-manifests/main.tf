terraform {
  required_version = ">= 1.8"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token is read from DIGITALOCEAN_TOKEN.
provider "planton" {}

variable "cluster_uuids" {
  description = "The UUIDs of the DOKS clusters that pull from the registry."
  type        = list(string)
  default     = []
}

module "registry" {
  # Add ?ref= with the tag of a release.
  source = "git::https://github.com/project-planton/terraform-provider-planton.git//examples/modules/container-registry"

  manifest      = file("${path.module}/registries/acme.yaml")
  cluster_uuids = var.cluster_uuids

  garbage_collection = {
    schedule  = "0 3 * * SUN"
    time_zone = "Europe/Berlin"
  }

  retention = {
    rules = [{ name = "builds", tag_patterns = ["build-*"], keep_most_recent = 10 }]
  }
}

output "endpoint" {
  value = module.registry.endpoint
}

output "next_garbage_collection_at" {
  value = module.registry.next_garbage_collection_at
}
