"""The finished site: built whole or not at all, and its HTML read again."""
