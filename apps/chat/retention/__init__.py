"""How long what is said is kept: by conversation, by what a higher app says (a server), by installation, in this order.

A hold keeps a conversation whole, whatever the rules say.
"""
