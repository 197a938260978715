"""What does Twilio do next with a call? TwiML, made of a few moves: say, dial one, ask for a key, meet, hang up."""

from collections.abc import Sequence
from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from ivr.speech.comfort import NAMED_LOOPS, SERVICE
from ivr.speech.phrases import SCRIPT
from ivr.speech.said.phrase import PAUSE
from ivr.twilio.press import Dialled
from ivr.twilio.settings import TwilioSettings
from people.seniors import Language

_PHRASES = {phrase.id: phrase for phrase in SCRIPT}
KEY_SECONDS = 8
"""How long whoever answered may take to press a key, after it was asked for."""
COMFORT_PAUSE = 2
TWICE = 2


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A voice of Twilio's for one language."""

    language: Language
    settings: TwilioSettings

    def phrase(self, name: str, **fields: str) -> str:
        """One line of the script; `fields` fill its braces."""
        return _PHRASES[name].text(self.language).format(**fields)

    def comfort(self, service: str) -> str:
        """First words of a press."""
        return SERVICE.lines(self.language)[0].format(service=service)

    def comfort_of(self, loop: str) -> str:
        """The first sentence of a loop of comfort words."""
        return NAMED_LOOPS[loop].lines(self.language)[0]

    def say(self, to: VoiceResponse | Gather, *texts: str) -> None:
        """With a second's silence where the script pauses."""
        voice = self.settings.voice_zh if self.language is Language.CHINESE else self.settings.voice_en
        code = "cmn-CN" if self.language is Language.CHINESE else "en-GB"
        for part in [part.strip() for text in texts for part in f"{text}".split(PAUSE)]:
            if part:
                to.say(part, voice=voice, language=code)


def dial(speaker: Speaker, words: Sequence[str], one: Dialled, *, action: str, whisper: str, status: str) -> str:
    """Say `words` to her, ring one telephone, ask us at `action` how to go on."""
    response = VoiceResponse()
    speaker.say(response, *words)
    bell = Dial(timeout=one.seconds, action=action, caller_id=speaker.settings.number or None)
    bell.number(one.number, url=whisper, status_callback=status, status_callback_event="answered completed")
    response.append(bell)
    return str(response)


def connect(speaker: Speaker, number: str, *, ring: int, action: str) -> str:
    """Join whoever is on the line with a number."""
    response = VoiceResponse()
    bell = Dial(timeout=ring, action=action, caller_id=speaker.settings.number or None)
    bell.number(number)
    response.append(bell)
    return str(response)


def ask(speaker: Speaker, words: Sequence[str], *, action: str) -> str:
    """Say, twice, and take one key; none: hang up."""
    response = VoiceResponse()
    for _ in range(TWICE):
        gather = Gather(num_digits=1, timeout=KEY_SECONDS, action=action, input="dtmf")
        speaker.say(gather, *words)
        response.append(gather)
    response.hangup()
    return str(response)


def message(speaker: Speaker, words: Sequence[str], audio: str, *, action: str) -> str:
    """Play or read a message and take one key; `action` is asked as well where none was pressed: all was played."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, timeout=KEY_SECONDS, action=action, input="dtmf", action_on_empty_result=True)
    speaker.say(gather, *words[:1])
    if audio:
        gather.play(audio)
    speaker.say(gather, *words[1:])
    response.append(gather)
    return str(response)


def say_only(speaker: Speaker, *words: str) -> str:
    """Say, and go on: to whoever was rung, before the parties are joined."""
    response = VoiceResponse()
    speaker.say(response, *words)
    return str(response)


def say(speaker: Speaker, *words: str) -> str:
    """Say, and hang up."""
    response = VoiceResponse()
    speaker.say(response, *words)
    response.hangup()
    return str(response)


def join(speaker: Speaker, words: Sequence[str], incident: str, *, action: str, wait: str, helps: bool) -> str:
    """Meet in the conference of an incident. `helps`: who accepted; it begins with them and ends with them."""
    response = VoiceResponse()
    speaker.say(response, *words)
    room = Dial(action=action)
    room.conference(
        incident, start_conference_on_enter=helps, end_conference_on_exit=helps, wait_url=wait, beep="false"
    )
    response.append(room)
    return str(response)


def comfort(speaker: Speaker, loop: str) -> str:
    """What is heard while nobody speaks; asked for again when it ends."""
    response = VoiceResponse()
    for line in NAMED_LOOPS[loop].lines(speaker.language):
        speaker.say(response, line)
        response.pause(length=COMFORT_PAUSE)
    return str(response)


def go_on() -> str:
    """Nothing more to say: the parties are joined, or the document is over."""
    return str(VoiceResponse())


def hang_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)
