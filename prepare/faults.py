"""What does the output of a failed program mean, and what cures it?"""

import re

from prepare.say import Impossible

AGAIN = "Then start again: it goes on where it stopped."
NETWORK = (
    "Check the network (behind a proxy, set http_proxy and https_proxy). " + AGAIN,
    r"could not resolve|temporary failure (in name resolution|resolving)|name or service not known"
    r"|network is unreachable|no route to host|connection (timed out|refused|failed)|could not connect"
    r"|newconnectionerror|nameresolutionerror|read timed out|max retries exceeded"
    r"|certificate_verify_failed|\b(enotfound|econnrefused|econnreset|etimedout|eai_again|ehostunreach|enetunreach)\b",
)

# (what is wrong, what cures it, how its output is recognised), the most telling first
FAULTS: tuple[tuple[str, str, str], ...] = (
    ("the disk is full", "Free 2 GB. " + AGAIN, r"no space left on device|you don't have enough free space"),
    (
        "the packages' signatures are from the future: this computer's clock is wrong",
        "Set the clock (date -s, or timedatectl set-ntp true). " + AGAIN,
        r"is not valid yet|not live until",
    ),
    (
        "another program is installing packages and did not finish within five minutes",
        "Let it finish (ps -e | grep -E 'apt|dpkg'). " + AGAIN,
        r"could not get lock|unable to (acquire|lock)",
    ),
    (
        "an earlier installation of Debian packages was interrupted",
        "As root: dpkg --configure -a. " + AGAIN,
        r"dpkg was interrupted",
    ),
    (
        "a downloaded Python library is not the one that was checked (its hash differs)",
        "Try another network or package mirror; nothing unchecked was installed. " + AGAIN,
        r"do not match the hashes",
    ),
    (
        "a downloaded JavaScript package is not the one that was checked (its hash differs)",
        "Try another network or package mirror; nothing unchecked was installed. " + AGAIN,
        r"\beintegrity\b",
    ),
    ("the network does not answer", *NETWORK),
    (
        "Debian does not offer a package that is needed",
        "Use Debian 12 or newer, with its section 'main' switched on in /etc/apt. " + AGAIN,
        r"unable to locate package|has no installation candidate",
    ),
    (
        "Debian packages could be installed only by removing others, which this set-up never does",
        "As root, put the packages in order first: apt-get -f install. " + AGAIN,
        r"packages need to be removed but remove is disabled|unmet dependencies|held broken packages",
    ),
    (
        "a Python library has no ready-made build for this Python or this kind of computer",
        "Use Python 3.11, 3.12 or 3.13 on a 64-bit PC or ARM (make run PYTHON=python3.12). " + AGAIN,
        r"no matching distribution found|could not find a version that satisfies",
    ),
)


def explain(program: str, output: str) -> Impossible:
    """The failure of `program` in words a person can act on; `output` is the end of what it printed."""
    for what, cure, signs in FAULTS:
        if re.search(signs, output, re.IGNORECASE):
            return Impossible(f"{program} failed: {what}.", cure)
    last = [line.strip() for line in output.splitlines() if line.strip()][-3:]
    said = "\n".join(last) or "(it said nothing)"
    return Impossible(f"{program} failed. Its last words:\n{said}", "Read the log named below. " + AGAIN)
