"""Label Studio as it is, but each process keeps its database connection (Django's CONN_MAX_AGE)."""

from core.wsgi import application  # noqa: F401
from django.db import connections

connections.settings['default']['CONN_MAX_AGE'] = None
