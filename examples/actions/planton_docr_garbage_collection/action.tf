# On demand:
#   terraform apply -invoke=action.planton_docr_garbage_collection.example
action "planton_docr_garbage_collection" "example" {
  config {
    registry_name = "acme"

    timeouts = {
      invoke = "90m"
    }
  }
}

# Or whenever something else changes, such as the list of releases to keep:
resource "terraform_data" "kept_releases" {
  input = ["2.0", "2.1"]

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.planton_docr_garbage_collection.example]
    }
  }
}
