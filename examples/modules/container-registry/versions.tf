terraform {
  # Provider functions came with 1.8. The module in modules/by-name needs none.
  required_version = ">= 1.8"

  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}
