"""From a dossier to bytes."""
