"""What a result was made from, which code imports which, and how results are written."""
