"""Party dues: what is owed and why, and the ledger of what was paid. Not the budget."""
