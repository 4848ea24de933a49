resource "planton_docr_registry" "example" {
  name = "acme"
}

# Credentials are opened in plans too, as soon as their arguments are known. The output of terraform_data is known
# only after the registry exists; without it the first plan would fail.
resource "terraform_data" "registry" {
  input = planton_docr_registry.example.name
}

ephemeral "planton_docr_docker_credentials" "push" {
  registry_name = terraform_data.registry.output
  read_write    = true

  # Longer than any run, as a guard: at the end of each the token is revoked.
  expiry_seconds = 1800
}

# The Docker provider builds and pushes with them.
provider "docker" {
  registry_auth {
    address  = ephemeral.planton_docr_docker_credentials.push.server
    username = ephemeral.planton_docr_docker_credentials.push.username
    password = ephemeral.planton_docr_docker_credentials.push.password
  }
}
