"""Why was a site not moved? Nothing has changed then: the site is where it was, the other place as empty as before."""

from db.refusals import DatabaseRefused


class MoveRefused(DatabaseRefused):
    """The other database cannot take the site; the text says why and what to do."""
