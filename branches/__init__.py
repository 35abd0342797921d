"""The ground floor: the tree of Party organisations, the schools they cover, and who may do what.

Accounts, appointments, access, audit, settings and the screen base live here, because everything
in the house hangs on the tree. It knows no people: members, posts and elections are upstairs.
"""
