data "planton_docr_registries" "example" {}

output "storage_by_registry" {
  value = { for registry in data.planton_docr_registries.example.registries : registry.name => registry.storage_usage_bytes }
}

# Rounded down: the state keeps a long fraction less exactly than it was computed, so it would change with every plan.
output "total_mebibytes" {
  value = floor(data.planton_docr_registries.example.total_storage_usage_bytes / pow(1024, 2))
}
