"""示范县, the sample county: invented places and people, the same for the same day.

Its last complete year carries the figures of the model document; what is wrong on purpose is
wrong in the current year, so that the complete one stays as it is.
"""

from config.county.places import Sample, build

__all__ = ["Sample", "build"]
