"""Secrets of commands: kept encrypted, bound to hosts, masked wherever they could come out."""
