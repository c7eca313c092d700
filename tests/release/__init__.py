"""What is proved before a release: it takes minutes, so `make test` leaves it out."""
