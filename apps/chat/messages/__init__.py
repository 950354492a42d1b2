"""What can be done to a message once it was sent, one file per idea."""
