"""示范县, the sample county: invented places and people, the same for the same day."""

from config.county.places import Sample, build

__all__ = ["Sample", "build"]
