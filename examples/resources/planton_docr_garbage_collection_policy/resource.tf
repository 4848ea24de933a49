resource "planton_docr_registry" "example" {
  name   = "acme"
  region = "fra1"
}

resource "planton_docr_garbage_collection_policy" "example" {
  registry_name = planton_docr_registry.example.name

  # Sundays at 03:00 in Berlin. A run may start until 05:00, when the first builds push.
  schedule           = "0 3 * * SUN"
  time_zone          = "Europe/Berlin"
  maintenance_window = "2h"

  # Any change here starts a run at the next apply, regardless of the schedule.
  triggers = {
    cleanup = "2026-03-02"
  }

  timeouts = {
    update = "90m"
  }
}
