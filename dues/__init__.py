"""Party dues (党费): what each member owes by which rule, and what was paid.

Not here: remittance upwards and spending.
"""
