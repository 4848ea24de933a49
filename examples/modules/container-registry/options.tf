# What a manifest cannot say. This file is the same in the module and in modules/by-name.

variable "cluster_uuids" {
  description = "The UUIDs of the DOKS clusters that pull from the registry, besides those in doks_integration."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether to refuse plans that delete or replace the registry."
  type        = bool
  default     = false
  nullable    = false
}

variable "garbage_collection" {
  description = <<-EOT
    When garbage collection runs, and who starts it. enabled overrides garbage_collection_enabled of the manifest; with app_platform, even an
    empty one, an App Platform app starts the runs without an apply, and job_token is required to create it. Otherwise an apply within
    maintenance_window after the scheduled time starts them. Default: Sundays at 03:00 UTC, by applies within four hours.
  EOT
  type = object({
    enabled            = optional(bool)
    schedule           = optional(string, "0 3 * * SUN")
    time_zone          = optional(string, "UTC")
    maintenance_window = optional(string, "4h")
    app_platform = optional(object({
      region            = optional(string)
      project_id        = optional(string)
      job_token_version = optional(number, 1)
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(split(" ", var.garbage_collection.schedule)) == 5 || startswith(var.garbage_collection.schedule, "@")
    error_message = "The schedule has five cron fields, such as \"0 3 * * SUN\", or is one of @daily, @weekly, @monthly."
  }
}

variable "job_token" {
  description = "The API token of the App Platform app, with the scopes registry:read and registry:update. It is in no state. To replace it, raise job_token_version too."
  type        = string
  default     = null
  sensitive   = true
}

variable "retention" {
  description = "Which tags may be deleted: the arguments of planton_docr_retention_policy. Without rules, no tag is ever deleted."
  type = object({
    rules = optional(list(object({
      name             = string
      repositories     = optional(list(string))
      tag_patterns     = optional(list(string))
      keep_most_recent = optional(number)
      older_than       = optional(string)
    })), [])
    keep_tags          = optional(set(string))
    max_deletions      = optional(number)
    enabled            = optional(bool)
    schedule           = optional(string)
    time_zone          = optional(string)
    maintenance_window = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in var.retention.rules : rule.keep_most_recent != null || rule.older_than != null])
    error_message = "Each retention rule sets keep_most_recent, older_than or both."
  }
}
