"""What single lessons need beside their text: small networks, trainings, measures."""
