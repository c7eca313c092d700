"""The schemes: finding, reading and curating them. No people but the editor who is signed in."""
