"""From what a result was made: digests of code and data, and which code imports which."""
