"""The whole site in one file, and putting such a file back into an empty database."""
