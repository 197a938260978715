"""What is said to whoever waits for the hotline, and to whoever waits at home until it is her turn?"""

from typing import Final

from ivr.speech.numerals import en_cardinal, zh_cardinal
from ivr.speech.said.phrase import say

MOST_AHEAD: Final = 9
"""So many before her are counted; more are "many"."""
MOST_MINUTES: Final = 9
"""So many minutes are said: beyond that nobody believes a figure."""


def _zh_ahead(number: int) -> str:
    return f"您前面还有{'两' if number == 2 else zh_cardinal(number)}位。"


def _en_ahead(number: int) -> str:
    return f"There {'is one person' if number == 1 else f'are {en_cardinal(number)} people'} before you."


def _zh_minutes(number: int) -> str:
    return f"大概要等{'两' if number == 2 else zh_cardinal(number)}分钟。"


def _en_minutes(number: int) -> str:
    return f"It will take about {en_cardinal(number)} {'minute' if number == 1 else 'minutes'}."


QUEUE = (
    say(
        620,
        "queue_offer",
        "不想等，请按一。位子给您留着。‖轮到您，我们打给您。",
        "Press one to wait at home. You keep your place. ‖ We ring you when it is your turn.",
    ),
    say(
        621,
        "queue_noted",
        "好的，位子留着。轮到您，我们打给您。‖要救命，请按红色键。",
        "All right. Your place is kept, and we ring you. ‖ In danger, press the red key.",
    ),
    say(622, "words_ask", "有话请现在留言，说完挂机就行。", "Please say now what it is about, then hang up."),
    say(
        623,
        "staff_return",
        "在家等着的老人，轮到了。请打回去。",
        "Somebody who waits at home; it is their turn. Please ring back.",
    ),
    say(
        624,
        "return_hello",
        "您刚才在等，轮到您了。‖现在给您接通。",
        "You were waiting, and it is your turn. ‖ We are connecting you now.",
    ),
    say(630, "queue-ahead-0", "您是下一位，请别挂。", "You are next. Please stay on the line."),
    *(say(630 + n, f"queue-ahead-{n}", _zh_ahead(n), _en_ahead(n)) for n in range(1, MOST_AHEAD + 1)),
    say(640, "queue-ahead-many", "您前面还有好多位。请稍等。", "There are many before you. It will take a while."),
    *(say(640 + n, f"queue-minutes-{n}", _zh_minutes(n), _en_minutes(n)) for n in range(1, MOST_MINUTES + 1)),
)
