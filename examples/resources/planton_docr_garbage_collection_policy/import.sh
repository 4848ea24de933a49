# The id is the name of the registry. No service stores the settings of a policy: the import assumes Sundays at
# 03:00 UTC and the defaults, and the next plan shows how the configuration differs.
terraform import planton_docr_garbage_collection_policy.example acme
