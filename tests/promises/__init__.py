"""Tables that hold for the whole site."""
