"""What people do here from end to end, with links and forms as the pages give them."""
