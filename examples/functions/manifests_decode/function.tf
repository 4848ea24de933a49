locals {
  manifests = provider::planton::manifests_decode(file("${path.module}/registries.yaml"))
}

# A registry for each manifest of the file.
resource "planton_docr_registry" "example" {
  for_each = { for manifest in local.manifests : manifest.name => manifest }

  name                   = each.value.name
  subscription_tier_slug = each.value.subscription_tier_slug
  region                 = each.value.region
}
