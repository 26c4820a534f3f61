"""How long `torchnn_doc` takes, as ratios to others that do the same work in the same run."""
