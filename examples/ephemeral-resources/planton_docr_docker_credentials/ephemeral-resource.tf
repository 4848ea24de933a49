resource "planton_docr_registry" "example" {
  name = "acme"
}

# Credentials are opened during a plan too, as soon as their arguments are known. The output of terraform_data is known
# only once the registry exists; without it, the first plan would fail.
resource "terraform_data" "registry" {
  input = planton_docr_registry.example.name
}

ephemeral "planton_docr_docker_credentials" "push" {
  registry_name = terraform_data.registry.output
  read_write    = true

  # Longer than any run. The token is revoked at the end of each run; this is the fallback.
  expiry_seconds = 1800
}

# Logs in and pushes while Terraform runs.
resource "terraform_data" "push" {
  triggers_replace = ["v1"]

  provisioner "local-exec" {
    command = "echo \"$PASSWORD\" | docker login \"$SERVER\" --username \"$USERNAME\" --password-stdin && docker push \"$IMAGE\""

    environment = {
      SERVER   = ephemeral.planton_docr_docker_credentials.push.server
      USERNAME = ephemeral.planton_docr_docker_credentials.push.username
      PASSWORD = ephemeral.planton_docr_docker_credentials.push.password
      IMAGE    = "${planton_docr_registry.example.endpoint}/web:v1"
    }
  }
}
