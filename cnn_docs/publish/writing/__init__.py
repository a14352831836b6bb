"""What a checked page becomes: Markdown for the site, scripts, notebooks."""
