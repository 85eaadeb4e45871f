"""The site for a WSGI server: gunicorn wsgi:app. A worker answers when all it needs is read."""

from app.config import load_settings
from app.factory import create_app, warm_up

app = create_app(load_settings())
warm_up(app)
