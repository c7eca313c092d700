"""How dates and times look, by language, where Django's own way is not ours."""
