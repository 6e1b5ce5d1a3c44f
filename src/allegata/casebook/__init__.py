"""The store: a casebook's folder and its database, typed in records. One Django app; SQLite or PostgreSQL."""

from .folder import Folder, create, open_folder
from .store import Store, open_store

__all__ = ["Folder", "Store", "create", "open_folder", "open_store"]
