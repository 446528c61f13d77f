"""The one place from which Dragoman opens a connection, and only when the user named a server."""
