"""What can be done with messages? Every use case of broadcasts, in the order of a campaign's life.

Each takes a connection inside the caller's transaction; what is to be dialled is dialled after its commit.
"""

from broadcasts.attempts import load as load_attempt
from broadcasts.attempts import save as save_attempt
from broadcasts.campaign import Audio, Refused
from broadcasts.campaigns import Started, audience_of, create_campaign, start_campaign
from broadcasts.dialling import Intent, dial_due
from broadcasts.settings import BroadcastSettings
from broadcasts.settling import Settled, begin_listening, settle_attempt, waiting_file

__all__ = [
    "Audio", "BroadcastSettings", "Intent", "Refused", "Settled", "Started", "audience_of", "begin_listening",
    "create_campaign", "dial_due", "load_attempt", "save_attempt", "settle_attempt", "start_campaign",
    "waiting_file",
]  # fmt: skip
