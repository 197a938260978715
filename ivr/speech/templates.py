"""Which messages are ready to be chosen? Weather, festival, birthday, medicine and fraud, in both languages.

Warm, short, plain words. Her name and who is calling come before each message by themselves; what to press comes after.
Staff may change the words; nothing here asks for money, a number or a code.
"""

from dataclasses import dataclass
from typing import Final

from broadcasts.campaign import Refused
from ivr.speech.personal import Slot, parse_template
from people.seniors import Language


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One message to begin from; both languages have the same slots."""

    id: str
    title_zh: str
    title_en: str
    zh: str
    en: str

    def title(self, language: Language) -> str:
        return self.title_zh if language is Language.CHINESE else self.title_en

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en

    def slots(self, language: Language) -> tuple[Slot, ...]:
        """Which values must be given before it can be sent."""
        parsed = parse_template(self.text(language))
        assert not isinstance(parsed, Refused), parsed
        return parsed.slots


READY: Final = (
    Ready(
        id="weather_cold",
        title_zh="降温提醒",
        title_en="Cold weather",
        zh="{date}起降温，风也大。出门请多穿一件，路滑走慢些。家里生炉子，请开一点窗。",
        en="It turns cold and windy from {date}. Please wear one layer more, and walk slowly. "
        "If you burn coal, leave a window open a little.",
    ),
    Ready(
        id="weather_heat",
        title_zh="高温提醒",
        title_en="Hot weather",
        zh="{date}天气很热。中午请别出门，多喝温水。觉得头晕、心慌，请马上按红色键。",
        en="It will be very hot on {date}. Please stay in at noon, and drink water often. "
        "If you feel dizzy, press the red key at once.",
    ),
    Ready(
        id="weather_rain",
        title_zh="大雨提醒",
        title_en="Heavy rain",
        zh="{date}有大雨。请关好门窗，收好阳台的东西。路上有水，请别出门。",
        en="Heavy rain comes on {date}. Please close the windows and clear the balcony. Please stay at home.",
    ),
    Ready(
        id="festival",
        title_zh="节日问候",
        title_en="Festival greetings",
        zh="过节好！祝您身体健康，天天高兴。{date}{time}，活动室有茶话会，我们等您来。‖不方便走动，请按热线键，我们去接您。",
        en="Happy holidays! We wish you good health and happy days. There is tea in the activity room on {date}, "
        "at {time}. ‖ If walking is hard, press the hotline key. We will come for you.",
    ),
    Ready(
        id="birthday",
        title_zh="生日祝福",
        title_en="Birthday wishes",
        zh="今天是您的生日，祝{name}生日快乐，健康长寿！食堂给您留了一份{meal}，中午送到家。",
        en="Today is your birthday. Happy birthday, {name}! The canteen has kept {meal} for you. "
        "It comes to your door at noon.",
    ),
    Ready(
        id="medicine",
        title_zh="吃药提醒",
        title_en="Time for medicine",
        zh="{time}了，该吃药了。请先看清药盒，用温水送下。忘了吃没吃，就先别吃，请按卫生站键问一问。",
        en="It is {time}: time for your medicine. Please read the box first, and take it with warm water. "
        "If you cannot remember, do not take it twice. Press the health station key and ask.",
    ),
    Ready(
        id="check_up",
        title_zh="体检通知",
        title_en="Health check",
        zh="{date}{time}，卫生站给您量血压。请到{room}室。上次是{pressure}。早饭照常吃。",
        en="The health station will take your blood pressure on {date}, at {time}. Please come to room {room}. "
        "Last time it was {pressure}. Eat breakfast as usual.",
    ),
    Ready(
        id="fraud",
        title_zh="防骗提醒",
        title_en="Beware of fraud",
        zh="最近有骗子打电话，说家人出事了，要您转钱。请别急，先挂电话，再给家人打一个。"
        "我们从不要钱，也不要密码。‖拿不准，请按居委会键。",
        en="Someone is ringing people, saying that family is in trouble and needs money. Do not hurry. Hang up, "
        "and ring your family yourself. We never ask for money or a password. "
        "‖ If you are not sure, press the neighbourhood committee key.",
    ),
    Ready(
        id="fee",
        title_zh="餐费通知",
        title_en="Meal account",
        zh="您这个月的餐费是{amount}，不用急。社区的人会上门来，您不用转账。‖想核实，请打{phone}。",
        en="Your meals this month come to {amount}. There is no hurry. Somebody you know will come by; "
        "you need not transfer anything. ‖ To check, ring {phone}.",
    ),
)


GREETING: Final = Ready(
    id="greeting",
    title_zh="问好",
    title_en="A greeting",
    zh="今天没有别的事，就是问您好。我们惦记着您。需要帮忙，请按热线键。",
    en="There is no news today: we only ask how you are. If you need anything, press the hotline key.",
)
"""Sent by the exchange itself to those to whom nothing was offered for days; staff do not choose it."""


def ready(id: str) -> Ready | None:
    """The message of this id; None where there is none."""
    return next((one for one in READY if one.id == id), None)
