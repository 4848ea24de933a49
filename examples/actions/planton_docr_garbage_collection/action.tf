# By hand:
#   terraform apply -invoke=action.planton_docr_garbage_collection.example
action "planton_docr_garbage_collection" "example" {
  config {
    registry_name = "acme"

    timeouts = {
      invoke = "90m"
    }
  }
}

# Or whenever something else changes, here the list of releases that are kept:
resource "terraform_data" "kept_releases" {
  input = ["2.0", "2.1"]

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.planton_docr_garbage_collection.example]
    }
  }
}
