terraform {
  required_providers {
    digitalocean = {
      source = "digitalocean/digitalocean"
    }
    planton = {
      source = "project-planton/planton"
    }
  }
}

# Both read DIGITALOCEAN_TOKEN.
provider "digitalocean" {}

provider "planton" {}

resource "digitalocean_container_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

# Without registry_integration: the integration below replaces it.
resource "digitalocean_kubernetes_cluster" "web" {
  name    = "web"
  region  = "fra1"
  version = "1.33.1-do.0"

  node_pool {
    name       = "main"
    size       = "s-1vcpu-2gb"
    node_count = 2
  }
}

resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = digitalocean_container_registry.main.name
  schedule      = "0 3 * * SUN"
  time_zone     = "Europe/Berlin"
}

resource "planton_docr_doks_integration" "web" {
  registry_name = digitalocean_container_registry.main.name
  cluster_uuids = [digitalocean_kubernetes_cluster.web.id]
}
