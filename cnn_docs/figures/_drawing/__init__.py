"""The drawing that the figure functions share. Pages call those; nothing else imports this."""
