variable "manifest" {
  description = "The text of a Planton DigitalOceanContainerRegistry manifest, such as file(\"registry.yaml\"), with the apiVersion of any host and version. Set this or spec."
  type        = string
  default     = null
}

variable "spec" {
  description = "The spec of the manifest by name, for a registry without a manifest. Set this or manifest."
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
  default = null
}

variable "metadata" {
  description = "The metadata beside spec, which is only passed through to the output of that name: DigitalOcean's registries have no labels. A manifest has its own."
  type = object({
    name   = string
    id     = optional(string)
    org    = optional(string)
    env    = optional(string)
    group  = optional(string)
    labels = optional(map(string), {})
    tags   = optional(list(string), [])
  })
  default = null
}
