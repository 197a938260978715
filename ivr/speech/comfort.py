"""What does she hear until a person speaks? Loops of short true sentences, each ending in a pause of 1.2 s.

Asterisk plays them as music on hold (mode=files, sort=alpha): `1.sln` first, at once, the next, and round.
A sentence must be true whenever it comes round: it says what we do, never how long it will take.
"""

from dataclasses import dataclass
from typing import Final

from people.seniors import Language

LOOP_END_MS: Final = 1200
"""Silence at the end of each file: with the pauses in between, never 2 s without a voice."""


@dataclass(frozen=True, kw_only=True)
class Loop:
    """The sentences of one class, in order. `{service}` is the name of the service asked for."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def lines(self, language: Language) -> tuple[str, ...]:
        return self.zh if language is Language.CHINESE else self.en


_PATIENCE_ZH = ("还在响，请别挂。", "他们一接，您就能说话。", "您不用再按键，我在等他们接。")
_PATIENCE_EN = (
    "It is still ringing. Please hold the line.",
    "You can speak as soon as they answer.",
    "No need to press again. I am waiting for them.",
)
PATIENCE: Final = Loop(zh=_PATIENCE_ZH, en=_PATIENCE_EN)
"""True of every call that still rings: most loops end with it."""

SERVICE: Final = Loop(
    zh=("您好，正在为您接通{service}。", *_PATIENCE_ZH),
    en=("Hello. We are calling for you: {service}.", *_PATIENCE_EN),
)
NAMED_LOOPS: Final = {
    "emergency": Loop(
        zh=(
            "已收到您的求助，正在找人。请不要挂断，就算说不出话也没关系。",
            "请别挂。一有人接，就跟您说话。",
            "您不用说地址，接的人会听到。",
            "我们会一直打，直到有人接。",
        ),
        en=(
            "We have your call for help. We are finding someone. Please stay on the line, even if you cannot speak.",
            "Please hold the line. You can speak as soon as someone answers.",
            "You need not say where you live. Whoever answers will be told.",
            "We keep calling until someone answers.",
        ),
    ),
    "next": Loop(
        zh=("他们还没有接，我正在为您找下一位。请别挂。", *_PATIENCE_ZH),
        en=("They have not answered. I am finding you the next one. Please hold the line.", *_PATIENCE_EN),
    ),
    "staff": Loop(
        zh=("您好，正在为您接通工作人员。", *_PATIENCE_ZH),
        en=("Hello. We are connecting you to one of our staff.", *_PATIENCE_EN),
    ),
    "acceptor": Loop(
        zh=("正在等老人回到线上。请别挂。", "老人一接，您就能说话。"),
        en=("We are waiting for them on the line. Please hold.", "You can speak as soon as they answer."),
    ),
}
"""Loops that are no ordinary service's. `acceptor`: whoever took an emergency waits for the ring-back."""
