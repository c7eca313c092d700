"""The people: those who lead the schemes, those who ask them, and those who joined the network."""
