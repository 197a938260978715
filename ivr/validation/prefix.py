"""May this stand before the codes that she dials? Some telephones eat `*`, so a site may choose; not everything works.

P1. Inside a message the keys 0 to 3 are answers: no prefix begins with them.
P2. `#` ends what is dialled: after the first key it would never arrive.
P3. No code behind its prefix may be a public emergency number: 9 and a service 99 would be 999.
"""

from collections.abc import Iterable

from people.numbers import PUBLIC_EMERGENCY

FIXED = ("00", "20", "21", "30", "40")
"""The hotline, waiting messages, 'I am well', visit codes, phrases to be recorded."""
ANSWERS = "0123"


def faults_of_prefix(prefix: str, codes: Iterable[str] = ()) -> tuple[str, ...]:
    """Why it cannot be used, in words. `codes`: of the site's services."""
    found = []
    if prefix[:1] in ANSWERS:
        found.append(f"the prefix begins with {prefix[:1]}, which is an answer inside a message (0, 1, 2, 3)")
    if "#" in prefix[1:]:
        found.append("the prefix has a # behind its first key, where # ends what is dialled")
    dialled = sorted({prefix + code for code in (*FIXED, *codes)} & PUBLIC_EMERGENCY)
    found += [f"the prefix {prefix} makes a code of the public emergency number {number}" for number in dialled]
    return tuple(found)
