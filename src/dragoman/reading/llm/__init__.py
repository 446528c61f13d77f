"""A language model as a reader: what it is asked, what it may answer, and how an answer is held to the text."""
