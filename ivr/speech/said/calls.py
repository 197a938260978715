"""What is said to whoever takes a call: how to take it, who rings, why it came here; and how to help?"""

from ivr.speech.said.phrase import say

TO_WHOEVER_TAKES_A_CALL = (
    say(100, "accept_press_1", "接听请按一。", "To take the call, press one."),
    say(101, "not_confirmed", "来电号码未核实。", "By caller number, not confirmed."),
    say(102, "taken", "已经有人接了，谢谢。", "Somebody has already taken it. Thank you."),
    say(103, "somebody", "这个号码没有登记。", "This number is not registered."),
    say(104, "drill", "这是演练，不是真的求助。", "This is a drill. It is not a real emergency."),
    say(105, "blind", "屏幕现在不更新，请记在纸上。", "The screens are not up to date. Please write it down."),
    say(110, "hand_failed", "没有接通。", "They could not be reached."),
    say(106, "drill_thanks", "谢谢，演练结束。", "Thank you. The drill is over."),
)
TO_WHOEVER_HELPS_IN_AN_EMERGENCY = (
    say(200, "emergency_whisper", "紧急求助。", "An emergency."),
    say(
        201,
        "emergency_for_ambulance",
        "这里是{site}。一位老人按了求救键，要救护车。",
        "This is {site}. An elderly person pressed the emergency key. Please send an ambulance.",
    ),
    say(202, "incident_joined", "老人在线上，请说话。", "They are on the line. Please speak."),
    say(203, "ringing_back", "电话挂了，正在打回去。", "They hung up. We are ringing back."),
    say(204, "no_answer", "打过去了，没有人接。", "We rang. There was no answer."),
    say(205, "how_to_close", "事情办完，请按星号九。", "When all is well, press star nine."),
    say(
        207,
        "family_told",
        "您好，这里是{site}。家里的老人按了求救键，已经有人在帮忙。",
        "Hello, this is {site}. Your relative pressed the emergency key, and somebody is helping.",
    ),
    say(
        208,
        "family_visit_due",
        "您好，这里是{site}。家里的老人好几天没有消息，电话也没人接。我们已经派人上门看望。",
        "Hello, this is {site}. Your relative has been silent for days and does not answer. Somebody goes to see.",
    ),
    say(
        209,
        "family_found_well",
        "您好，这里是{site}。我们上门看过了，家里的老人平安。",
        "Hello, this is {site}. We went to see your relative: all is well.",
    ),
    say(206, "closed", "这次求助已经结束。谢谢，再见。", "This emergency is closed. Thank you. Goodbye."),
)
TO_STAFF_WHO_RING_HER = (
    say(
        250,
        "staff_wellness",
        "好几天没有消息了。请问问好不好。",
        "Not heard from for days. Please ask how they are.",
    ),
    say(
        251,
        "staff_missed",
        "刚才按了键，没人接上。请打回去。",
        "Pressed a key, and nobody answered. Please ring back.",
    ),
    say(
        252,
        "staff_report",
        "和本人说上话了，请按一。‖没有，请按三。",
        "If you spoke to them, press one. ‖ If not, press three.",
    ),
)
WHY_YOU = (
    say(600, "why-open", "第一个打给您。", "You are the first we rang."),
    say(601, "why-next", "前一家没接上，转给您。", "The one before could not take it."),
    say(602, "why-closed", "那边现在休息，转给您。", "They are closed now."),
    say(603, "why-holiday", "那边今天放假，转给您。", "They are closed for the holiday."),
    say(604, "why-busy", "那边正忙，转给您。", "They are busy."),
    say(
        605,
        "why-hotline",
        "前面没接上，转到热线。",
        "Nobody before could take it, so it comes to the hotline.",
    ),
    say(606, "why-family", "别处没接上，转给家人。", "Nobody else could take it, so it comes to the family."),
    say(607, "why-override", "按老人的约定，转给您。", "They asked for you."),
    say(608, "why-none", "附近没有这项服务，转给您。", "There is no such service nearby."),
    say(609, "why-noanswer", "第一家没有接听，转给您。", "The first one did not answer."),
    say(610, "why-transfer", "值班员转给您。", "The operator passes it to you."),
)
