"""Reports for people and machines, all made from the evaluation and nothing else."""
