"""How does a site's file get into the database? Opened, examined whole, then written at once, or not at all."""

from db.importing.refused import FileRefused, UnknownKind, UnreadableFile
from db.importing.taking import Report, import_file
from people.importing import template

__all__ = ["FileRefused", "Report", "UnknownKind", "UnreadableFile", "import_file", "template"]
