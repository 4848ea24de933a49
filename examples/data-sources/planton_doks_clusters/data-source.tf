# Every cluster in the registry's region can pull from it, including clusters that are created later.
data "planton_doks_clusters" "example" {
  region = "fra1"
}

resource "planton_docr_doks_integration" "example" {
  registry_name = "acme"
  cluster_uuids = data.planton_doks_clusters.example.clusters[*].uuid
}
