"""Training with progress, checkpoints and records; how the shipped weights were made."""
