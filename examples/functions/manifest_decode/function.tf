locals {
  files     = fileset(path.module, "registries/*.yaml")
  manifests = [for name in local.files : provider::planton::manifest_decode(file("${path.module}/${name}"))]
}

# One registry for each manifest in the folder.
resource "planton_docr_registry" "example" {
  for_each = { for manifest in local.manifests : manifest.name => manifest }

  name                       = each.value.name
  subscription_tier_slug     = each.value.subscription_tier_slug
  region                     = each.value.region
  garbage_collection_enabled = each.value.garbage_collection_enabled
  garbage_collection_runner  = "terraform" # A pipeline applies on Sundays after 03:00 UTC.
}
