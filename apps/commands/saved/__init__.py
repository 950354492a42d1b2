"""Commands kept under a name: whoever sees one runs it with `/name` and a form made of its variables."""
