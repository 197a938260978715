"""What is said to a provider who rings, and to her about how a service was?"""

from ivr.speech.said.phrase import say

PROVIDERS = (
    say(
        480,
        "provider_asked",
        "您好，这里是{site}。今天不营业，请按一。‖今天恢复营业，请按二。‖找人说话，请等一等。",
        "Hello, this is {site}. If you are closed for today, press one. ‖ If you are open again, press two. ‖ "
        "For a person, wait.",
    ),
    say(481, "verdict-shut", "记下了，今天不再转电话给您。", "It is noted: no more calls for you today."),
    say(482, "verdict-open", "记下了，您照常营业。", "It is noted: your usual hours hold again."),
    say(
        483,
        "how_it_was",
        "您好，这里是{site}。想问问您，前一天的服务办得怎么样。",
        "Hello, this is {site}. How was the service of yesterday?",
    ),
    say(
        484,
        "how_it_was_keys",
        "很满意，请按五。‖还可以，请按三。‖不满意，请按一。‖一到五都可以按。",
        "If you were very pleased, press five. ‖ If it was fair, three. ‖ If it was bad, one. ‖ "
        "Any key from one to five will do.",
    ),
    say(485, "how_it_was_thanks", "谢谢您，我们记下了。再见。", "Thank you. It is noted. Goodbye."),
)
