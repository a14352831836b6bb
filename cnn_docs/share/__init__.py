"""What a link to the site shows where it is shared."""
