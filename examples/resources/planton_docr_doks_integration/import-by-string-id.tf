# All clusters that the registry is integrated with. To import only some of them, append their UUIDs: "acme:UUID,UUID".
import {
  to = planton_docr_doks_integration.example
  id = "acme"
}
