"""Whether a web address still answers, asked with strict limits: see `asking` and `guards`."""
