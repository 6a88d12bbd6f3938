"""The read-only interface for programs: what is published, as JSON and CSV, described by an OpenAPI document."""
