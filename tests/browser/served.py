"""The site as a journey's server serves it: it is the morning of TODAY, and time goes on.

What is due on a home depends on the day; a journey must not end differently next year.
"""

from importlib import import_module

import time_machine

from tests.county import MORNING

time_machine.travel(MORNING, tick=True).start()

# Only now: what is imported with the site may look at the clock.
application = import_module("config.wsgi").application
