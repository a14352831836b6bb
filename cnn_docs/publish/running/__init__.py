"""Run what a page shows, keep what came of it, compare the two."""
