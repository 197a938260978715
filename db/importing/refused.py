"""Why is a file not even looked into?"""


class UnknownKind(ValueError):
    """There is no such kind of file."""


class UnreadableFile(Exception):
    """The file cannot be opened."""


class FileRefused(Exception):
    """The file is nothing that could be read; the message says what it is and what helps."""
