"""What can be wrong with a database before the first row is read, and what cures it?"""


class DatabaseRefused(Exception):
    """The database cannot be used; the text says why and what to do."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}. {cure}")
        self.what = what
        self.cure = cure


class Unreachable(DatabaseRefused):
    """No connection: the folder is missing, nobody listens, the password is wrong, the file is locked."""


class NotOurs(DatabaseRefused):
    """There is a database, but another program's; or the file is none at all."""


class TooOld(DatabaseRefused):
    """Tables of an earlier version, or none yet."""


class TooNew(DatabaseRefused):
    """Tables of a later version than this program."""
