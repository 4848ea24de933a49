# The first Sunday at 03:00 in Berlin after the first of March: 2026-03-08T02:00:00Z
output "next_collection" {
  value = provider::planton::cron_next("0 3 * * SUN", "Europe/Berlin", "2026-03-01T12:00:00Z")
}

# The three slots after a given one: each is the start of the search for the next.
locals {
  first  = provider::planton::cron_next("@weekly", "UTC", "2026-03-01T00:00:00Z")
  second = provider::planton::cron_next("@weekly", "UTC", local.first)
  third  = provider::planton::cron_next("@weekly", "UTC", local.second)
}
