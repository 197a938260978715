"""What is said to those who look after somebody silent: visitors, contacts, supervisors; and what became of it?"""

from typing import Final

from ivr.speech.numerals import en_cardinal, en_digits, zh_cardinal, zh_digits
from ivr.speech.said.phrase import say

MOST_DAYS: Final = 31
"""For so long a contact may say on the telephone that somebody is away; longer: the staff."""


def _zh_days(number: int) -> str:
    return f"一共{'两' if number == 2 else zh_cardinal(number)}天。"


def _en_days(number: int) -> str:
    return f"For {en_cardinal(number)} {'day' if number == 1 else 'days'}."


VISITS = (
    say(500, "visit_ask", "请输入六位上门码。", "Please enter the six digits of your visit."),
    say(501, "visit_wrong", "上门码不对，请再试一次。", "That code is wrong. Please try again."),
    say(502, "visit_over", "这个上门码已经过期。", "That code is no longer valid."),
    say(503, "visit_noted", "上门码已记下。谢谢。", "Your visit code is noted. Thank you."),
    say(504, "visit_used", "这个上门码已经用过了。", "That code has been used already."),
    say(505, "visit_elsewhere", "这个上门码不是这一家的。", "That code belongs to another address."),
    say(506, "visitor_asked", "这里是{site}。有位老人需要上门看望。", "This is {site}. Somebody needs a visit."),
    say(507, "visitor_keys", "您能去，请按一；去不了，请按二。", "If you can go, press one. If not, press two."),
    say(508, "visitor_again", "再听一遍，请按二。", "To hear it again, press two."),
    say(509, "visit_code", "请记下上门码。", "This is your visit code."),
    say(510, "reason-silence", "老人好几天没有消息，电话也没人接。", "They have been silent for days."),
    say(511, "reason-deadline", "老人今天没有按时报平安。", "They did not say in time today that they are well."),
    say(512, "reason-regular", "这是定期上门看望。", "It is a regular visit."),
    say(513, "code_again", "再说一遍。", "Again."),
    *(say(530 + n, f"digit-{n}", f"{zh_digits(str(n))}。", f"{en_digits(str(n)).capitalize()}.") for n in range(10)),
)
TO_FAMILY_AND_SUPERVISORS = (
    say(
        520,
        "contact_asked",
        "您好，这里是{site}。请问您今天见过这位老人吗？",
        "Hello, this is {site}. Have you seen this person today?",
    ),
    say(
        521,
        "contact_keys",
        "见过，请按一。‖去别处住了，请按二。‖没见过，请按三。",
        "If so, press one. ‖ If they are away, press two. ‖ If not, press three.",
    ),
    say(
        522,
        "family_keys",
        "见过，请按一。‖去别处住了，请按二。‖下一位老人，请按三。‖找人说话，请等一等。",
        "If so, press one. ‖ If they are away, press two. ‖ For somebody else, press three. ‖ For a person, wait.",
    ),
    say(
        523,
        "away_days",
        "从今天起不在家几天？请按天数，再按井号。",
        "For how many days from today? Press the number, then hash.",
    ),
    say(524, "away_said", "您说，从今天起，老人不在家。", "You said that from today they are away."),
    say(525, "away_keys", "对，请按一；不对，请按二。", "If that is right, press one. If not, press two."),
    say(526, "case_overdue", "有位老人的事过了时间，还没有人处理。", "A case is overdue, and nobody deals with it."),
    say(527, "case_keys", "您来处理，请按一。", "To take it, press one."),
    *(say(560 + n, f"days-{n}", _zh_days(n), _en_days(n)) for n in range(1, MOST_DAYS + 1)),
)
VERDICTS = (
    say(540, "verdict-yours", "好的，交给您了。", "It is yours. Thank you."),
    say(541, "verdict-declined", "好的，我们找下一位。", "All right. We ask the next one."),
    say(542, "verdict-taken", "已经有人去办了，谢谢。", "Somebody has it already. Thank you."),
    say(543, "verdict-over", "这件事已经结束了，谢谢。", "This is over already. Thank you."),
    say(544, "verdict-case", "记下了，这件事由您处理。", "It is noted: the case is yours."),
    say(545, "verdict-seen", "谢谢您，我们记下了。", "Thank you. It is noted."),
    say(546, "verdict-unseen", "谢谢您。我们会去看望。", "Thank you. We will go and see."),
    say(547, "verdict-away", "记下了。到时候我们再联系老人。", "It is noted. We will be in touch again after that."),
    say(548, "verdict-refused", "没有记下来。请打热线电话。", "It could not be noted. Please ring the hotline."),
    say(549, "verdict-later", "听到了，系统稍后处理。", "We heard you. It will be noted soon."),
)
