"""What Network managers and editors see of the network."""
