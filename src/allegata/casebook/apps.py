"""The app's name to Django."""

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    """Tables of a casebook."""

    name = "allegata.casebook"
    label = "casebook"
