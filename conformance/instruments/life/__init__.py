"""A dossier's life: what may happen to it, what the law says of each move, and walks at random."""
