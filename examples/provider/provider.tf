terraform {
  required_providers {
    planton = {
      source  = "project-planton/planton"
      version = "~> 0.1"
    }
  }
}

# The token is read from the environment variable DIGITALOCEAN_TOKEN.
provider "planton" {}
