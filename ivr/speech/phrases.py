"""Which fixed words does the exchange say? One numbered script, Chinese and English, spoken or recorded.

A number is never used twice, so that a recording made in a studio keeps its place. `{service}` and `{site}`
are filled in. `‖` is a pause of one second. Comfort words stand in `comfort.py`; `script.py` joins both.
"""

from dataclasses import dataclass
from typing import Final

from ivr.speech.numerals import en_cardinal, en_digits, zh_cardinal, zh_digits
from people.seniors import Language

PAUSE: Final = "‖"
MOST_DAYS: Final = 31
"""For so long a contact may say on the telephone that somebody is away; longer: the staff."""


MOST_AHEAD: Final = 9
"""So many before her are counted; more are "many"."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    number: int
    id: str
    """Its file: `<language>/<id>.sln`."""
    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


def _say(number: int, name: str, zh: str, en: str) -> Phrase:
    return Phrase(number=number, id=name, zh=zh, en=en)


def _zh_days(number: int) -> str:
    return f"一共{'两' if number == 2 else zh_cardinal(number)}天。"


def _en_days(number: int) -> str:
    return f"For {en_cardinal(number)} {'day' if number == 1 else 'days'}."


def _zh_ahead(number: int) -> str:
    return f"您前面还有{'两' if number == 2 else zh_cardinal(number)}位。"


def _en_ahead(number: int) -> str:
    return f"There {'is one person' if number == 1 else f'are {en_cardinal(number)} people'} before you."


_TO_WHOEVER_TAKES_A_CALL = (
    _say(100, "accept_press_1", "接听请按一。", "To take the call, press one."),
    _say(101, "not_confirmed", "来电号码未核实。", "By caller number, not confirmed."),
    _say(102, "taken", "已经有人接了，谢谢。", "Somebody has already taken it. Thank you."),
    _say(103, "somebody", "这个号码没有登记。", "This number is not registered."),
    _say(104, "drill", "这是演练，不是真的求助。", "This is a drill. It is not a real emergency."),
    _say(105, "blind", "屏幕现在不更新，请记在纸上。", "The screens are not up to date. Please write it down."),
    _say(110, "hand_failed", "没有接通。", "They could not be reached."),
    _say(106, "drill_thanks", "谢谢，演练结束。", "Thank you. The drill is over."),
)
_TO_WHOEVER_HELPS_IN_AN_EMERGENCY = (
    _say(200, "emergency_whisper", "紧急求助。", "An emergency."),
    _say(
        201,
        "emergency_for_ambulance",
        "这里是{site}。一位老人按了求救键，要救护车。",
        "This is {site}. An elderly person pressed the emergency key. Please send an ambulance.",
    ),
    _say(202, "incident_joined", "老人在线上，请说话。", "They are on the line. Please speak."),
    _say(203, "ringing_back", "电话挂了，正在打回去。", "They hung up. We are ringing back."),
    _say(204, "no_answer", "打过去了，没有人接。", "We rang. There was no answer."),
    _say(205, "how_to_close", "事情办完，请按星号九。", "When all is well, press star nine."),
    _say(
        207,
        "family_told",
        "您好，这里是{site}。家里的老人按了求救键，已经有人在帮忙。",
        "Hello, this is {site}. Your relative pressed the emergency key, and somebody is helping.",
    ),
    _say(
        208,
        "family_visit_due",
        "您好，这里是{site}。家里的老人好几天没有消息，电话也没人接。我们已经派人上门看望。",
        "Hello, this is {site}. Your relative has been silent for days and does not answer. Somebody goes to see.",
    ),
    _say(
        209,
        "family_found_well",
        "您好，这里是{site}。我们上门看过了，家里的老人平安。",
        "Hello, this is {site}. We went to see your relative: all is well.",
    ),
    _say(206, "closed", "这次求助已经结束。谢谢，再见。", "This emergency is closed. Thank you. Goodbye."),
)
_TO_STAFF_WHO_RING_HER = (
    _say(
        250,
        "staff_wellness",
        "好几天没有消息了。请问问好不好。",
        "Not heard from for days. Please ask how they are.",
    ),
    _say(
        251,
        "staff_missed",
        "刚才按了键，没人接上。请打回去。",
        "Pressed a key, and nobody answered. Please ring back.",
    ),
    _say(
        252,
        "staff_report",
        "和本人说上话了，请按一。‖没有，请按三。",
        "If you spoke to them, press one. ‖ If not, press three.",
    ),
)
_TO_HER = (
    _say(
        300,
        "nobody",
        "现在没有人能接。我们会尽快打给您。‖要救命，请按红色键。",
        "Nobody can answer now. We will ring you soon. ‖ In danger, press the red key.",
    ),
    _say(
        301,
        "missed_hello",
        "您刚才按了键，没人接上。‖现在给您接通。",
        "You pressed a key, and nobody answered. ‖ We are connecting you now.",
    ),
    _say(
        302,
        "wellness_hello",
        "这里是{site}，想问您好。‖请等人说话。",
        "This is {site}, to ask how you are. ‖ Please wait.",
    ),
    _say(
        303,
        "ringback_hello",
        "您按了求救键，帮您的人来了。请说话。",
        "You asked for help, and it is here. Please speak.",
    ),
    _say(304, "well_thanks", "谢谢您报平安。我们记下了。", "Thank you for telling us you are well."),
    _say(305, "goodbye", "再见。", "Goodbye."),
    _say(
        306,
        "not_allowed",
        "这个号码不能拨。‖要帮忙，请按热线键。",
        "This number is not allowed. ‖ For help, press the hotline key.",
    ),
    _say(
        330,
        "hand_back",
        "那边没有接通，给您转回值班员。‖请别挂。",
        "They could not be reached. You are going back to the operator. ‖ Please hold the line.",
    ),
    _say(331, "hand_hold", "请稍等，我们在帮您联系。‖请别挂。", "One moment, we are asking for you. ‖ Please stay."),
    _say(332, "hand_recorded", "这次通话会录音。", "This call is recorded."),
    _say(307, "number_wrong", "号码不对，请再拨一次。", "That number is wrong. Please dial again."),
    _say(
        311,
        "wellness_ask",
        "好几天没有您的消息了。‖您好不好？",
        "We have not heard from you for days. ‖ Are you well?",
    ),
    _say(308, "verify_us", "想核实，请按热线键。", "To check that it was us, press the hotline key."),
    _say(309, "far_busy", "对方正在通话，请等一会儿再打。", "They are on another call. Please try again soon."),
    _say(310, "far_no_answer", "对方没有接，请等一会儿再打。", "They did not answer. Please try again soon."),
)
_BROADCASTS = (
    _say(400, "message_hello", "您好，这里是{site}。", "Hello, this is {site}."),
    _say(
        401,
        "message_ask",
        "听到请按一；‖不舒服请按三。",
        "If you heard this, press one. ‖ If you feel unwell, press three.",
    ),
    _say(
        404,
        "listen_ask",
        "听到请按一；再听一遍请按二。",
        "If you heard this, press one. To hear it again, press two.",
    ),
    _say(405, "listen_end", "没有更多通知了。再见。", "There are no more messages. Goodbye."),
    _say(
        410,
        "reply_ask",
        "您好不好？‖请在响声后说：我很好；或者说：不舒服。",
        "How are you? ‖ After the tone, please say: I am well; or: I need help.",
    ),
    _say(
        411,
        "reply_well",
        "您说您很好。‖对，请按一；不对，请按三。",
        "You said you are well. ‖ If that is right, press one. If not, press three.",
    ),
    _say(
        412,
        "reply_unwell",
        "您说不舒服。‖没事，请按一；要不然，现在给您接人。",
        "You said you need help. ‖ If you are well, press one. If not, we connect you to a person now.",
    ),
    _say(402, "message_thanks", "谢谢您收听，再见。", "Thank you for listening. Goodbye."),
    _say(403, "nothing_waiting", "您没有新的通知。", "You have no new messages."),
)
_TO_WHOEVER_RECORDS = (
    _say(450, "record_now", "响声后请说，说完按井号。", "Speak after the tone, then press hash."),
    _say(451, "record_keep", "留下请按一；重录请按二。", "To keep it, press one. To record it again, press two."),
    _say(452, "record_kept", "留下了。谢谢。", "Your words are kept. Thank you."),
)
_VISITS = (
    _say(500, "visit_ask", "请输入六位上门码。", "Please enter the six digits of your visit."),
    _say(501, "visit_wrong", "上门码不对，请再试一次。", "That code is wrong. Please try again."),
    _say(502, "visit_over", "这个上门码已经过期。", "That code is no longer valid."),
    _say(503, "visit_noted", "上门码已记下。谢谢。", "Your visit code is noted. Thank you."),
    _say(504, "visit_used", "这个上门码已经用过了。", "That code has been used already."),
    _say(505, "visit_elsewhere", "这个上门码不是这一家的。", "That code belongs to another address."),
    _say(506, "visitor_asked", "这里是{site}。有位老人需要上门看望。", "This is {site}. Somebody needs a visit."),
    _say(507, "visitor_keys", "您能去，请按一；去不了，请按二。", "If you can go, press one. If not, press two."),
    _say(508, "visitor_again", "再听一遍，请按二。", "To hear it again, press two."),
    _say(509, "visit_code", "请记下上门码。", "This is your visit code."),
    _say(510, "reason-silence", "老人好几天没有消息，电话也没人接。", "They have been silent for days."),
    _say(511, "reason-deadline", "老人今天没有按时报平安。", "They did not say in time today that they are well."),
    _say(512, "reason-regular", "这是定期上门看望。", "It is a regular visit."),
    _say(513, "code_again", "再说一遍。", "Again."),
    *(_say(530 + n, f"digit-{n}", f"{zh_digits(str(n))}。", f"{en_digits(str(n)).capitalize()}.") for n in range(10)),
)
_TO_FAMILY_AND_SUPERVISORS = (
    _say(
        520,
        "contact_asked",
        "您好，这里是{site}。请问您今天见过这位老人吗？",
        "Hello, this is {site}. Have you seen this person today?",
    ),
    _say(
        521,
        "contact_keys",
        "见过，请按一。‖去别处住了，请按二。‖没见过，请按三。",
        "If so, press one. ‖ If they are away, press two. ‖ If not, press three.",
    ),
    _say(
        522,
        "family_keys",
        "见过，请按一。‖去别处住了，请按二。‖下一位老人，请按三。‖找人说话，请等一等。",
        "If so, press one. ‖ If they are away, press two. ‖ For somebody else, press three. ‖ For a person, wait.",
    ),
    _say(
        523,
        "away_days",
        "从今天起不在家几天？请按天数，再按井号。",
        "For how many days from today? Press the number, then hash.",
    ),
    _say(524, "away_said", "您说，从今天起，老人不在家。", "You said that from today they are away."),
    _say(525, "away_keys", "对，请按一；不对，请按二。", "If that is right, press one. If not, press two."),
    _say(526, "case_overdue", "有位老人的事过了时间，还没有人处理。", "A case is overdue, and nobody deals with it."),
    _say(527, "case_keys", "您来处理，请按一。", "To take it, press one."),
    *(_say(560 + n, f"days-{n}", _zh_days(n), _en_days(n)) for n in range(1, MOST_DAYS + 1)),
)
_QUEUE = (
    _say(
        620,
        "queue_offer",
        "不想等，请按一。位子给您留着。‖轮到您，我们打给您。",
        "Press one to wait at home. You keep your place. ‖ We ring you when it is your turn.",
    ),
    _say(
        621,
        "queue_noted",
        "好的，位子留着。轮到您，我们打给您。‖要救命，请按红色键。",
        "All right. Your place is kept, and we ring you. ‖ In danger, press the red key.",
    ),
    _say(622, "words_ask", "有话请现在留言，说完挂机就行。", "Please say now what it is about, then hang up."),
    _say(
        623,
        "staff_return",
        "在家等着的老人，轮到了。请打回去。",
        "Somebody who waits at home; it is their turn. Please ring back.",
    ),
    _say(
        624,
        "return_hello",
        "您刚才在等，轮到您了。‖现在给您接通。",
        "You were waiting, and it is your turn. ‖ We are connecting you now.",
    ),
    _say(630, "queue-ahead-0", "您是下一位，请别挂。", "You are next. Please stay on the line."),
    *(_say(630 + n, f"queue-ahead-{n}", _zh_ahead(n), _en_ahead(n)) for n in range(1, MOST_AHEAD + 1)),
    _say(640, "queue-ahead-many", "您前面还有好多位。请稍等。", "There are many before you. It will take a while."),
)
_VERDICTS = (
    _say(540, "verdict-yours", "好的，交给您了。", "It is yours. Thank you."),
    _say(541, "verdict-declined", "好的，我们找下一位。", "All right. We ask the next one."),
    _say(542, "verdict-taken", "已经有人去办了，谢谢。", "Somebody has it already. Thank you."),
    _say(543, "verdict-over", "这件事已经结束了，谢谢。", "This is over already. Thank you."),
    _say(544, "verdict-case", "记下了，这件事由您处理。", "It is noted: the case is yours."),
    _say(545, "verdict-seen", "谢谢您，我们记下了。", "Thank you. It is noted."),
    _say(546, "verdict-unseen", "谢谢您。我们会去看望。", "Thank you. We will go and see."),
    _say(547, "verdict-away", "记下了。到时候我们再联系老人。", "It is noted. We will be in touch again after that."),
    _say(548, "verdict-refused", "没有记下来。请打热线电话。", "It could not be noted. Please ring the hotline."),
    _say(549, "verdict-later", "听到了，系统稍后处理。", "We heard you. It will be noted soon."),
)
_PROVIDERS = (
    _say(
        480,
        "provider_asked",
        "您好，这里是{site}。今天不营业，请按一。‖今天恢复营业，请按二。‖找人说话，请等一等。",
        "Hello, this is {site}. If you are closed for today, press one. ‖ If you are open again, press two. ‖ "
        "For a person, wait.",
    ),
    _say(481, "verdict-shut", "记下了，今天不再转电话给您。", "It is noted: no more calls for you today."),
    _say(482, "verdict-open", "记下了，您照常营业。", "It is noted: your usual hours hold again."),
    _say(
        483,
        "how_it_was",
        "您好，这里是{site}。想问问您，前一天的服务办得怎么样。",
        "Hello, this is {site}. How was the service of yesterday?",
    ),
    _say(
        484,
        "how_it_was_keys",
        "很满意，请按五。‖还可以，请按三。‖不满意，请按一。‖一到五都可以按。",
        "If you were very pleased, press five. ‖ If it was fair, three. ‖ If it was bad, one. ‖ "
        "Any key from one to five will do.",
    ),
    _say(485, "how_it_was_thanks", "谢谢您，我们记下了。再见。", "Thank you. It is noted. Goodbye."),
)
_WHY_YOU = (
    _say(600, "why-open", "第一个打给您。", "You are the first we rang."),
    _say(601, "why-next", "前一家没接上，转给您。", "The one before could not take it."),
    _say(602, "why-closed", "那边现在休息，转给您。", "They are closed now."),
    _say(603, "why-holiday", "那边今天放假，转给您。", "They are closed for the holiday."),
    _say(604, "why-busy", "那边正忙，转给您。", "They are busy."),
    _say(
        605,
        "why-hotline",
        "前面没接上，转到热线。",
        "Nobody before could take it, so it comes to the hotline.",
    ),
    _say(606, "why-family", "别处没接上，转给家人。", "Nobody else could take it, so it comes to the family."),
    _say(607, "why-override", "按老人的约定，转给您。", "They asked for you."),
    _say(608, "why-none", "附近没有这项服务，转给您。", "There is no such service nearby."),
    _say(609, "why-noanswer", "第一家没有接听，转给您。", "The first one did not answer."),
    _say(610, "why-transfer", "值班员转给您。", "The operator passes it to you."),
)

SCRIPT: Final = (
    *_TO_WHOEVER_TAKES_A_CALL,
    *_TO_WHOEVER_HELPS_IN_AN_EMERGENCY,
    *_TO_STAFF_WHO_RING_HER,
    *_TO_HER,
    *_BROADCASTS,
    *_TO_WHOEVER_RECORDS,
    *_VISITS,
    *_TO_FAMILY_AND_SUPERVISORS,
    *_QUEUE,
    *_VERDICTS,
    *_PROVIDERS,
    *_WHY_YOU,
)
SERVICE_NAME: Final = Phrase(number=700, id="service-{service_id}", zh="{service}。", en="{service}.")
"""Which service was asked for; one file for each service and the hotline: 700 + its code (script.py)."""
