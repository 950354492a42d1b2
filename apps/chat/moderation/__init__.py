"""Reports of messages, and the queue in which moderators settle them."""
