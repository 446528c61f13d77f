"""The case base: crises of client states, coded from a codebook, every field with its source."""
