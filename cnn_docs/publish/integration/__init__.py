"""What knows a host: MkDocs, Sybil and pytest, mkdocstrings."""
