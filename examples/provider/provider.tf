terraform {
  required_providers {
    planton = {
      source  = "project-planton/planton"
      version = "~> 0.1"
    }
  }
}

# The token comes from the environment variable DIGITALOCEAN_TOKEN.
provider "planton" {}
