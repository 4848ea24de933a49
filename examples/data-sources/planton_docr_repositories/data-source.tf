data "planton_docr_repositories" "example" {
  registry_name = "acme"
}

output "reclaimable_megabytes" {
  value = {
    for repository in data.planton_docr_repositories.example.repositories :
    repository.name => floor(repository.reclaimable_bytes / 1000000)
    if repository.untagged_manifest_count > 0
  }
}
