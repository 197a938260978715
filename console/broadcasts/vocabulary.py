"""What do the short words about broadcasts mean to a reader? A word that is not here is shown as it stands."""

from collections.abc import Mapping

from console.words import N_

STATES: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "draft": ("quiet", N_("draft")),
    "running": ("going", N_("going out")),
    "paused": ("missed", N_("paused")),
    "done": ("reached", N_("finished")),
    "cancelled": ("quiet", N_("cancelled")),
}
SCHEDULES: Mapping[str, tuple[str, str]] = {  # of a message that goes out again and again
    "active": ("waiting", N_("planned")),
    "paused": ("missed", N_("paused")),
    "ended": ("quiet", N_("ended")),
}
EVIDENCE: Mapping[str, tuple[str, str]] = {  # strongest first
    "confirmed": ("reached", N_("confirmed by a key")),
    "heard": ("reached", N_("heard")),
    "answered": ("missed", N_("answered, not listened")),
    "rang": ("missed", N_("rang, not answered")),
    "not_reached": ("missed", N_("not reached")),
    "not_dialled": ("quiet", N_("not dialled")),
    "": ("waiting", N_("not tried yet")),
}
TEMPORARY: Mapping[str, str] = {
    "in_use": N_("her telephone is in use: rung again soon"),
    "exchange_away": N_("this telephone is reached by the exchange alone, which is away: looked at again soon"),
    "outside_window": N_("outside her hours: rung when they begin"),
    "not_measured": N_("our lines were at fault: rung again, counts for nobody"),
    "paused": N_("the message is paused"),
}
EXCLUDED: Mapping[str, str] = {
    "not_chosen": N_("not meant by this choice"),
    "no_consent": N_("wants no broadcasts"),
    "on_hold": N_("away"),
    "in_hospital": N_("in hospital"),
    "already_reached": N_("has heard the other message"),
    "no_terminal": N_("has no telephone in service"),
}
ENDED: Mapping[str, str] = {
    "cancelled": N_("the message was cancelled"),
    "done": N_("the message’s time is over"),
    "too_late": N_("the message’s time is over"),
    "no_window": N_("her hours and the message’s never meet"),
    "by_lamp": N_("listens when she likes: her lamp shines"),
    "unsayable": N_("no voice can say her own words: mend her name"),
    "no_more_tries": N_("rung as often as the message allows"),
}
WHY: Mapping[str, str] = {**TEMPORARY, **EXCLUDED, **ENDED}
TAGS: Mapping[str, str] = {
    "lives_alone": N_("lives alone"),
    "empty_nest": N_("children live elsewhere"),
    "very_old": N_("very old"),
    "disabled": N_("needs care"),
    "dementia": N_("dementia"),
    "bereaved_parent": N_("lost her only child"),
    "hardship": N_("in hardship"),
    "high_risk": N_("high risk"),
}
KEYS: Mapping[str, str] = {
    "1": N_("I am well"),
    "3": N_("not well"),
    "0": N_("hotline"),
}
REPLIES: Mapping[str, str] = {"well": N_("I am well"), "not_well": N_("not well"), "unwell": N_("not well")}
WEEKDAYS: tuple[str, ...] = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
FESTIVALS: Mapping[str, str] = {
    "spring_festival_eve": N_("New Year’s Eve"),
    "spring_festival": N_("Spring Festival"),
    "lantern": N_("Lantern Festival"),
    "dragon_boat": N_("Dragon Boat Festival"),
    "qixi": N_("Qixi"),
    "ghost": N_("Ghost Festival"),
    "mid_autumn": N_("Mid-Autumn Festival"),
    "double_ninth": N_("Double Ninth"),
    "laba": N_("Laba Festival"),
}
DAYS: Mapping[str, str] = {
    "any": N_("on every day"),
    "workdays": N_("on working days only"),
    "not_holidays": N_("not on public holidays"),
}
WHENS: Mapping[str, str] = {
    "now": N_("when it is started"),
    "at": N_("at a time"),
    "daily": N_("daily"),
    "weekly": N_("weekly"),
    "monthly": N_("monthly"),
    "lunar": N_("on festivals"),
}
SLOTS: Mapping[str, str] = {
    "date": N_("Date"),
    "time": N_("Time"),
    "phone": N_("Telephone number"),
    "meal": N_("Meal"),
    "room": N_("Room"),
    "amount": N_("Amount"),
    "pressure": N_("Blood pressure"),
}
