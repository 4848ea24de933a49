# The id is the name of the registry. No service stores the rules of a policy: the first plan after the
# import shows them and deletes nothing.
terraform import planton_docr_retention_policy.example acme
