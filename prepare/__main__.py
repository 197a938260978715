"""Is this Python new enough to set Bigbutton up?

Everything in this file must also be understood by Pythons that are too old: no f-strings, annotations in
quotes, nothing imported from this package before the check.
"""

import os
import sys

NEEDED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def new_enough(version: "tuple[int, ...]") -> bool:
    return tuple(version[:2]) >= NEEDED


def newer_python(folders: "list[str]") -> "str | None":
    """The full path of a newer Python in these folders, or None."""
    for name in NEWER:
        for folder in folders:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return None


def too_old(version: "tuple[int, ...]") -> str:
    """The message for a computer whose Python is too old and which has no other."""
    return (
        "\nBigbutton could not be set up.\n"
        "  What:  it needs Python 3.11 or newer; python3 here is "
        + ".".join(str(number) for number in version[:2])
        + ".\n  Cure:  use Debian 12 or newer, or name a newer Python:  make run PYTHON=/path/to/python3.12\n"
    )


def start() -> int:
    if not new_enough(sys.version_info[:2]):
        other = newer_python(os.environ.get("PATH", "").split(os.pathsep))
        if other is None:
            sys.stderr.write(too_old(sys.version_info[:2]))
            return 2
        os.execv(other, [other, "-m", "prepare", *sys.argv[1:]])
    from prepare.steps import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())
