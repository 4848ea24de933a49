# The first Sunday at 03:00 in Berlin after March 1: 2026-03-08T02:00:00Z
output "next_collection" {
  value = provider::planton::cron_next("0 3 * * SUN", "Europe/Berlin", "2026-03-01T12:00:00Z")
}

# The next three times: each call searches from the previous result.
locals {
  first  = provider::planton::cron_next("@weekly", "UTC", "2026-03-01T00:00:00Z")
  second = provider::planton::cron_next("@weekly", "UTC", local.first)
  third  = provider::planton::cron_next("@weekly", "UTC", local.second)
}
