terraform {
  required_version = ">= 1.10"
  required_providers {
    planton = {
      source = "project-planton/planton"
    }
  }
}

# The token needs registry:read and registry:update.
provider "planton" {}

variable "registry_name" {
  description = "The registry to push to, which need not be managed by Terraform."
  type        = string
}

variable "tag" {
  description = "The tag of this build, such as the commit. Each tag is pushed once."
  type        = string
}

data "planton_docr_registry" "main" {
  name = var.registry_name
}

# A separate token for each run. It is revoked when the run ends, and is in neither state nor plan.
ephemeral "planton_docr_docker_credentials" "push" {
  registry_name  = data.planton_docr_registry.main.name
  read_write     = true
  expiry_seconds = 1800
}

resource "terraform_data" "push" {
  triggers_replace = [var.tag]

  provisioner "local-exec" {
    command = "sh push.sh"

    environment = {
      IMAGE              = provider::planton::image(var.registry_name, "web", var.tag)
      DOCKER_CONFIG_JSON = ephemeral.planton_docr_docker_credentials.push.docker_config_json
    }
  }

  lifecycle {
    precondition {
      condition     = !data.planton_docr_registry.main.read_only
      error_message = "The registry currently refuses pushes: garbage collection is active. Try again when it has ended."
    }
  }
}

output "image" {
  value = provider::planton::image(var.registry_name, "web", var.tag)
}
