import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.translation import gettext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
application = get_wsgi_application()

# Django loads pages and words with the first visit. Loaded before the web server's processes part, they are in memory
# once, and no visitor waits for them. Nothing here may ask the database: two processes would share the connection.
get_resolver().reverse_dict  # noqa: B018
gettext("Yes")
