# Generates import blocks and configuration for every registry:
#   terraform query -generate-config-out=registries.tf
list "planton_docr_registry" "example" {
  provider = planton

  config {
    region = "fra1"
  }
}
