"""A scoreboard: every stage of Dragoman against text that other people annotated. `python -m evals --help`."""
