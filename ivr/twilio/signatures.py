"""Does this request come from Twilio? Signed with the account's token over the address that Twilio asked for.

The address is the one we published (`public`), whatever stands in the Host or Forwarded headers: behind a proxy these
say anything, and from a stranger too.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

MOST_FIELDS = 200


class Form:
    """The fields of one request, in the form that Twilio's validator reads; the first of several is the value."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getall(self, name: str) -> list[str]:
        return self._values[name]

    def get(self, name: str) -> str:
        """Empty where it is not there."""
        return self._values.get(name, [""])[0]

    def seconds(self, name: str) -> int:
        """A whole number of seconds; 0 where there is none."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Unreadable(ValueError):
    """No form that Twilio sends."""


def read_form(body: bytes) -> Form:
    """Raises Unreadable."""
    try:
        return Form(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from wrong


class Signatures:
    """`token`: the account's; empty: nothing is genuine."""

    def __init__(self, *, token: str, public: str) -> None:
        self._validator = RequestValidator(token)
        self._public = public if token else ""

    def is_genuine(self, path: str, query: str, form: Form, headers: Mapping[str, str]) -> bool:
        """`path`, `query`: as they stand in the request line, not decoded. `headers`: names in lower case."""
        signature = headers.get("x-twilio-signature", "")
        if not self._public or not signature.isascii():
            return False
        address = f"{self._public}{path}?{query}" if query else f"{self._public}{path}"
        return bool(self._validator.validate(address, form, signature))
