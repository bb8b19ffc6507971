"""What the web server loads. WSGI: our views are synchronous, and under ASGI the same pages took 2 to 10 times as
long."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "songbe.config.settings")

application = get_wsgi_application()
