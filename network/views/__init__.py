"""Pages of the network: fetch, ask or act, answer."""
