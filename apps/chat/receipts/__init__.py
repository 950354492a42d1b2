"""How far everybody's devices have got a conversation, and how far everybody has read it.

A place is one number per person and conversation that never moves back, not a row per message and person: who has got
or read a message is asked by comparing it with the message's `seq`.
"""
