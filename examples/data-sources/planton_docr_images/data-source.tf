data "planton_docr_images" "releases" {
  registry_name = "acme"
  repositories  = ["team/*"]
  tag_patterns  = ["v*"]
}

# The newest release of each repository: images are listed newest first.
output "newest_releases" {
  value = {
    for repository in distinct(data.planton_docr_images.releases.images[*].repository) :
    repository => [for image in data.planton_docr_images.releases.images : image.tag if image.repository == repository][0]
  }
}
