resource "planton_docr_registry" "example" {
  name   = "acme"
  region = "fra1"
}

resource "planton_docr_doks_integration" "example" {
  registry_name = planton_docr_registry.example.name

  cluster_uuids = [
    "bd5f5959-5e1e-4205-a714-a914373942af",
    "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10",
  ]

  # Fail, instead of warning, if a cluster is in another region.
  require_same_region = true
}
