"""THE CALL: how does a press reach a person? Pure rules first; use cases and adapters beside them."""
