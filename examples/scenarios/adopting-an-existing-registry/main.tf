terraform {
  required_version = ">= 1.5"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

provider "planton" {}

# What already exists, created in the control panel or with doctl. You can remove the blocks once they have been applied.
import {
  to = planton_docr_registry.main
  id = "acme"
}

import {
  to = planton_docr_garbage_collection_policy.weekly
  id = "acme"
}

# All clusters that are integrated with the registry. For only some of them: "acme:UUID,UUID".
import {
  to = planton_docr_doks_integration.main
  id = "acme"
}

resource "planton_docr_registry" "main" {
  name                   = "acme"
  subscription_tier_slug = "basic"
  region                 = "fra1"
}

resource "planton_docr_garbage_collection_policy" "weekly" {
  registry_name = planton_docr_registry.main.name
  schedule      = "0 3 * * 0"
}

resource "planton_docr_doks_integration" "main" {
  registry_name = planton_docr_registry.main.name

  cluster_uuids = [
    "bd5f5959-5e1e-4205-a714-a914373942af",
    "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10",
  ]
}
