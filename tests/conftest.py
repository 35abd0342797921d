"""What every test shares, whatever app it is about."""

import hypothesis

# On two busy cores a slow example says nothing about the code, and a failing one is found again
# because the examples are the same in every run.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")
