locals {
  files     = fileset(path.module, "registries/*.yaml")
  manifests = flatten([for name in local.files : provider::planton::manifests_decode(file("${path.module}/${name}"))])
}

# A registry for each manifest, however many of them a file has.
resource "planton_docr_registry" "example" {
  for_each = { for manifest in local.manifests : manifest.name => manifest }

  name                   = each.value.name
  subscription_tier_slug = each.value.subscription_tier_slug
  region                 = each.value.region
}
