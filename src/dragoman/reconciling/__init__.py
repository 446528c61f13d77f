"""Many readings in, findings out; every join with its reason."""
