data "planton_docr_images_in_use" "acme" {
  registry_name = "acme"
}

# Images that something would pull in vain: they were deleted while a deployment, or the way back of one, still named them.
output "missing_images" {
  value = [for image in data.planton_docr_images_in_use.acme.images : image if !image.exists]
}

check "everything_was_read" {
  assert {
    condition     = length(data.planton_docr_images_in_use.acme.unread) == 0
    error_message = "Not everything that may use images could be read: ${jsonencode(data.planton_docr_images_in_use.acme.unread)}"
  }
}
