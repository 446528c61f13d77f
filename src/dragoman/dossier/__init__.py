"""From findings to the dossier that a reader and a program see."""
