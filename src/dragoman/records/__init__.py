"""The nouns of Dragoman: frozen records without behaviour beyond their own meaning."""
