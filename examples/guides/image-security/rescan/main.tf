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
  description = "The registry to pull from, which need not be managed by Terraform."
  type        = string
}

variable "scanner" {
  description = "The scanner: trivy or snyk. Snyk also needs SNYK_TOKEN in the environment."
  type        = string
  default     = "trivy"

  validation {
    condition     = contains(["trivy", "snyk"], var.scanner)
    error_message = "The value must be trivy or snyk."
  }
}

variable "day" {
  description = "The date. An image is scanned once a day, because new vulnerabilities become known without a new image."
  type        = string
}

# The newest release. Signatures are tags too, so the pattern must not match them.
data "planton_docr_image" "web" {
  registry_name = var.registry_name
  repository    = "team/web"
  tag_pattern   = "v*"
}

# For pulls only.
ephemeral "planton_docr_docker_credentials" "pull" {
  registry_name  = var.registry_name
  expiry_seconds = 900
}

# The CLI hides what a command with a credential prints, so the report is in report.txt. If the scan fails, the next apply scans again.
resource "terraform_data" "scan" {
  triggers_replace = [data.planton_docr_image.web.digest, var.day]

  provisioner "local-exec" {
    command = "sh ${var.scanner}.sh"

    environment = {
      IMAGE                  = data.planton_docr_image.web.pinned_uri
      DOCKER_CONFIG_JSON     = ephemeral.planton_docr_docker_credentials.pull.docker_config_json
      SNYK_REGISTRY_USERNAME = ephemeral.planton_docr_docker_credentials.pull.username
      SNYK_REGISTRY_PASSWORD = ephemeral.planton_docr_docker_credentials.pull.password
    }
  }
}
