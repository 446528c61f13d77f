"""Recorded readings of the testbed by a language model, and the tool that makes them from answers."""
