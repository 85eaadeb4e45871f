"""The site for a WSGI server: gunicorn wsgi:app."""

from app.config import load_settings
from app.factory import create_app

app = create_app(load_settings())
