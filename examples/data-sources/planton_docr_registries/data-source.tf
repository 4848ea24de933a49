data "planton_docr_registries" "example" {}

output "storage_by_registry" {
  value = { for registry in data.planton_docr_registries.example.registries : registry.name => registry.storage_usage_bytes }
}

output "total_gibibytes" {
  value = data.planton_docr_registries.example.total_storage_usage_bytes / pow(1024, 3)
}
