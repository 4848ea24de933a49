# The id is the name of the registry. No service stores the terms of a policy: the import assumes the
# default ones and Sundays at 03:00 UTC, and the next plan shows what the configuration changes.
terraform import planton_docr_garbage_collection_policy.example acme
