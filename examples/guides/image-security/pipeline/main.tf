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
  description = "The tag of this release."
  type        = string
}

# Revoked when the run ends, and in neither state nor plan.
ephemeral "planton_docr_docker_credentials" "push" {
  registry_name  = var.registry_name
  read_write     = true
  expiry_seconds = 1800
}

# Needs COSIGN_PRIVATE_KEY and COSIGN_PASSWORD in the environment. The CLI hides what a command with a credential prints, so the report
# of the scan is in trivy.txt.
resource "terraform_data" "release" {
  triggers_replace = [var.tag]

  provisioner "local-exec" {
    command = "sh release.sh"

    environment = {
      IMAGE              = provider::planton::image(var.registry_name, "team/web", var.tag)
      DOCKER_CONFIG_JSON = ephemeral.planton_docr_docker_credentials.push.docker_config_json
    }
  }
}
