"""The door of the server: it opens only on a database that keeps its promises."""

import os

from django.core.wsgi import get_wsgi_application

from branches.checks import refuse_unsafe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
refuse_unsafe_database()
