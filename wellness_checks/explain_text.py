"""How is somebody's silence told in plain lines? For `bigbutton explain`."""

from wellness_checks.explaining import Explanation


def tell(found: Explanation) -> tuple[str, ...]:
    """Who, the last sign of life, each day and whether it counted, and when the flag falls."""
    return (f"{found.senior.name} ({found.senior.id}): {found.silence}",)
