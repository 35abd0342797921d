"""The door of the server: it opens only where data is kept and documents can be drawn."""

import os

from django.core.wsgi import get_wsgi_application

from branches import documents
from branches.checks import refuse_unsafe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
refuse_unsafe_database()
documents.refuse_unfit_machine()
