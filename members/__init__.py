"""People with 党籍: who they are, where they are placed, what they hold and how they stand.

Not here: what they owe and pay (dues), what they attend (activities), and how many they are
(reports).
"""
