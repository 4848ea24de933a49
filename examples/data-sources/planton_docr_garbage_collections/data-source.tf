data "planton_docr_garbage_collections" "example" {
  registry_name = "acme"
  statuses      = ["failed", "cancelled"]
}

output "runs_that_did_not_finish" {
  value = [for run in data.planton_docr_garbage_collections.example.garbage_collections : run.uuid]
}

output "pushes_are_refused" {
  value = data.planton_docr_garbage_collections.example.active != null
}
