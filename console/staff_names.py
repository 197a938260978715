"""What are the colleagues called whom rows name by their ids?"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from db.staff import load_accounts


def staff_names(conn: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """By id; somebody without a name, or nobody, is not there."""
    found = load_accounts(conn, {one for one in ids if one})
    return {str(key): account.person.name for key, account in found.items() if account.person.name}
