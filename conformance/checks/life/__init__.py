"""Walks through the candidate, held against the model of a dossier's life (decision 0015)."""
