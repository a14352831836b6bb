"""From the text of a page to its blocks, and to what breaks the page contract on sight."""
