terraform {
  required_providers {
    acme = {
      source = "acme-namespace/acme"
    }
  }
}

provider "acme" {
  folder = "${path.module}/items"
}
