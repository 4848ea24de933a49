terraform {
  required_version = ">= 1.8"
  required_providers {
    digitalocean = {
      source = "digitalocean/digitalocean"
    }
    planton = {
      source = "project-planton/planton"
    }
  }
}

provider "digitalocean" {}

# Reads the same environment variables.
provider "planton" {}

# The registry moves to the other provider without being changed.
moved {
  from = digitalocean_container_registry.main
  to   = planton_docr_registry.main
}

resource "planton_docr_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

# The cluster stays where it is. registry_integration is removed and also ignored; otherwise the official provider would remove the
# integration when the attribute disappears.
resource "digitalocean_kubernetes_cluster" "web" {
  name    = "web"
  region  = "fra1"
  version = "1.33.1-do.0"

  node_pool {
    name       = "main"
    size       = "s-1vcpu-2gb"
    node_count = 2
  }

  lifecycle {
    ignore_changes = [registry_integration]
  }
}

# The integration already exists, so this only records it. From now on it is read back.
resource "planton_docr_doks_integration" "web" {
  registry_name = planton_docr_registry.main.name
  cluster_uuids = [digitalocean_kubernetes_cluster.web.id]
}

resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = planton_docr_registry.main.name
  schedule      = "0 3 * * SUN"
}
