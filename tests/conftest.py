"""What holds for all tests: none depends on how long it takes."""

from hypothesis import settings

settings.register_profile("any time", deadline=None)
settings.load_profile("any time")
