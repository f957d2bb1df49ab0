"""Where the portal keeps what it knows: SQLite by default, PostgreSQL by ``DATABASE_URL``."""
