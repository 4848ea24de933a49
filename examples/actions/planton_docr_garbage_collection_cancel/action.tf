# To unblock an urgent push:
#   terraform apply -invoke=action.planton_docr_garbage_collection_cancel.example
action "planton_docr_garbage_collection_cancel" "example" {
  config {
    registry_name = "acme"
  }
}
