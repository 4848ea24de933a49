# The id is the name of the registry.
terraform import planton_docr_registry.example acme
