"""What is said to her at home, in a call and in a message; and to whoever records the words of it?"""

from ivr.speech.said.phrase import say

TO_HER = (
    say(
        300,
        "nobody",
        "现在没有人能接。我们会尽快打给您。‖要救命，请按红色键。",
        "Nobody can answer now. We will ring you soon. ‖ In danger, press the red key.",
    ),
    say(
        301,
        "missed_hello",
        "您刚才按了键，没人接上。‖现在给您接通。",
        "You pressed a key, and nobody answered. ‖ We are connecting you now.",
    ),
    say(
        302,
        "wellness_hello",
        "这里是{site}，想问您好。‖请等人说话。",
        "This is {site}, to ask how you are. ‖ Please wait.",
    ),
    say(
        303,
        "ringback_hello",
        "您按了求救键，帮您的人来了。请说话。",
        "You asked for help, and it is here. Please speak.",
    ),
    say(304, "well_thanks", "谢谢您报平安。我们记下了。", "Thank you for telling us you are well."),
    say(305, "goodbye", "再见。", "Goodbye."),
    say(
        306,
        "not_allowed",
        "这个号码不能拨。‖要帮忙，请按热线键。",
        "This number is not allowed. ‖ For help, press the hotline key.",
    ),
    say(
        330,
        "hand_back",
        "那边没有接通，给您转回值班员。‖请别挂。",
        "They could not be reached. You are going back to the operator. ‖ Please hold the line.",
    ),
    say(331, "hand_hold", "请稍等，我们在帮您联系。‖请别挂。", "One moment, we are asking for you. ‖ Please stay."),
    say(332, "hand_recorded", "这次通话会录音。", "This call is recorded."),
    say(307, "number_wrong", "号码不对，请再拨一次。", "That number is wrong. Please dial again."),
    say(
        311,
        "wellness_ask",
        "好几天没有您的消息了。‖您好不好？",
        "We have not heard from you for days. ‖ Are you well?",
    ),
    say(308, "verify_us", "想核实，请按热线键。", "To check that it was us, press the hotline key."),
    say(309, "far_busy", "对方正在通话，请等一会儿再打。", "They are on another call. Please try again soon."),
    say(310, "far_no_answer", "对方没有接，请等一会儿再打。", "They did not answer. Please try again soon."),
)
BROADCASTS = (
    say(400, "message_hello", "您好，这里是{site}。", "Hello, this is {site}."),
    say(
        401,
        "message_ask",
        "听到请按一；‖不舒服请按三。",
        "If you heard this, press one. ‖ If you feel unwell, press three.",
    ),
    say(
        404,
        "listen_ask",
        "听到请按一；再听一遍请按二。",
        "If you heard this, press one. To hear it again, press two.",
    ),
    say(405, "listen_end", "没有更多通知了。再见。", "There are no more messages. Goodbye."),
    say(
        410,
        "reply_ask",
        "您好不好？‖请在响声后说：我很好；或者说：不舒服。",
        "How are you? ‖ After the tone, please say: I am well; or: I need help.",
    ),
    say(
        411,
        "reply_well",
        "您说您很好。‖对，请按一；不对，请按三。",
        "You said you are well. ‖ If that is right, press one. If not, press three.",
    ),
    say(
        412,
        "reply_unwell",
        "您说不舒服。‖没事，请按一；要不然，现在给您接人。",
        "You said you need help. ‖ If you are well, press one. If not, we connect you to a person now.",
    ),
    say(402, "message_thanks", "谢谢您收听，再见。", "Thank you for listening. Goodbye."),
    say(403, "nothing_waiting", "您没有新的通知。", "You have no new messages."),
)
TO_WHOEVER_RECORDS = (
    say(450, "record_now", "响声后请说，说完按井号。", "Speak after the tone, then press hash."),
    say(451, "record_keep", "留下请按一；重录请按二。", "To keep it, press one. To record it again, press two."),
    say(452, "record_kept", "留下了。谢谢。", "Your words are kept. Thank you."),
)
