terraform {
  required_providers {
    digitalocean = {
      source = "digitalocean/digitalocean"
    }
  }
}

provider "digitalocean" {}

resource "digitalocean_container_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

resource "digitalocean_kubernetes_cluster" "web" {
  name                 = "web"
  region               = "fra1"
  version              = "1.33.1-do.0"
  registry_integration = true

  node_pool {
    name       = "main"
    size       = "s-1vcpu-2gb"
    node_count = 2
  }

  depends_on = [digitalocean_container_registry.main]
}
