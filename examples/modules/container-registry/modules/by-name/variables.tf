variable "spec" {
  description = "The spec of a DigitalOceanContainerRegistry manifest by name. Tier and region may be in upper case."
  type = object({
    name                       = string
    subscription_tier          = string
    region                     = optional(string)
    garbage_collection_enabled = optional(bool, false)
    docker_credentials = optional(object({
      write          = optional(bool, false)
      expiry_seconds = optional(number)
    }))
    doks_integration = optional(object({
      cluster_uuids = list(string)
    }))
  })

  validation {
    condition     = var.spec != null
    error_message = "Set manifest or spec."
  }

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.spec.name))
    error_message = "The name of a registry has 1 to 63 lower-case letters, digits and dashes, and neither begins nor ends with a dash."
  }

  validation {
    condition     = contains(["starter", "basic", "professional"], try(lower(var.spec.subscription_tier), ""))
    error_message = "The subscription_tier is starter, basic or professional."
  }

  validation {
    condition     = try(var.spec.region, null) == null || can(regex("^([a-z]{3}[0-9]|.*_unspecified|)$", lower(var.spec.region)))
    error_message = "The region is a slug of three letters and a digit, such as fra1. Leave it out to let DigitalOcean choose."
  }
}

# The parent project passes the whole manifest, of which this part has no effect: DigitalOcean's registries have no labels.
variable "metadata" {
  description = "The metadata of the manifest, which is only passed through to the output of that name."
  type        = any
  default     = null
}
