"""What is ordered from Twilio in the tests?"""

from ivr.twilio.journal_rows import Order
from ivr.twilio.our_calls import message_order
from tests.contract.twilio_world import HER, NOON, World


def message(token: str, number: str = HER) -> Order:
    return message_order(token=token, number=number, text="明天停水。", due_at=NOON)


async def sent(here: World, *orders: Order) -> None:
    await here.order(*orders)
    await here.sender.look()
    await here.twilio.quiet()
