"""How the database came to its present form, one numbered step at a time (Alembic); run by `storage.migrate`."""
