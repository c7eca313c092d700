"""What is done with the people's rows: one module for each noun."""
