"""What organisations hold: sittings of every kind and who came, exams, inspections, training.

Not here: what follows for a person's standing (members) and which duty is missed (reports).
"""
