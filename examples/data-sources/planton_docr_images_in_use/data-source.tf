data "planton_docr_images_in_use" "acme" {
  registry_name = "acme"
}

# Images that can no longer be pulled: they were deleted while a workload, or an old revision of one, still refers to them.
output "missing_images" {
  value = [for image in data.planton_docr_images_in_use.acme.images : image if !image.exists]
}

check "everything_was_read" {
  assert {
    condition     = length(data.planton_docr_images_in_use.acme.unread) == 0
    error_message = "Not everything that may use images could be read: ${jsonencode(data.planton_docr_images_in_use.acme.unread)}"
  }
}
