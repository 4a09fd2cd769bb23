"""The least that the same work can cost: a bare Django project on the same database, the same rows, the same server."""
