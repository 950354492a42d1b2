"""How fast task graphs run: ALT_LAS's runner beside bare Celery, and beside Prefect where one has it."""
