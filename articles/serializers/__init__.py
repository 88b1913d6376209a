"""The shapes of the API, field by field. No query and no decision about what is public is made here."""
