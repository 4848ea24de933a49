data "planton_doks_pull_health" "web" {
  cluster_uuid  = "bd5f5959-5e1e-4205-a714-a914373942af"
  registry_name = "acme"
}

check "cluster_can_pull" {
  assert {
    condition     = data.planton_doks_pull_health.web.healthy
    error_message = join("\n", data.planton_doks_pull_health.web.problems)
  }
}
