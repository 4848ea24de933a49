terraform {
  required_version = ">= 1.5"

  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}
