"""What can be done with messages? Every use case of broadcasts, in the order of a campaign's life.

Each takes a connection inside the caller's transaction; what is to be dialled is dialled after its commit.
"""

from broadcasts.attempts import load as load_attempt
from broadcasts.attempts import load_all as load_attempts
from broadcasts.attempts import of_row
from broadcasts.attempts import save as save_attempt
from broadcasts.attempts import save_all as save_attempts
from broadcasts.audience import Why
from broadcasts.campaign import Audio, Refused
from broadcasts.campaigns import create, create_campaign, start_campaign
from broadcasts.dialling import Intent, dial_due
from broadcasts.drafts import Draft
from broadcasts.filters import BadFilter, Filter
from broadcasts.listening_in import begin_listening, waiting_file
from broadcasts.lunar import FESTIVALS, LunarDay
from broadcasts.pacing import Lines, TrunkUse
from broadcasts.people_lines import PersonLine, people
from broadcasts.preview import Person, Preview, excluded_people, preview
from broadcasts.progress import AreaProgress, Progress, progress
from broadcasts.recurrence import Days, Recurrence, Repeat
from broadcasts.recurrence_json import BadRecurrence
from broadcasts.saved import SavedAudience, drop_audience, load_audiences, save_audience
from broadcasts.scheduling import due_runs
from broadcasts.settings import BroadcastSettings
from broadcasts.settling import Settled, Step, settle_attempt, settle_attempts
from broadcasts.starting import Started, start
from broadcasts.steps import cancel, clone, pause, resume
from broadcasts.stopping import no_longer_wanted, ringing_of_stopped

__all__ = [
    "FESTIVALS", "AreaProgress", "Audio", "BadFilter", "BadRecurrence", "BroadcastSettings", "Days", "Draft",
    "Filter", "Intent", "Lines", "LunarDay", "Person", "PersonLine", "Preview", "Progress", "Recurrence", "Refused",
    "Repeat", "SavedAudience", "Settled", "Started", "Step", "TrunkUse", "Why", "begin_listening", "cancel", "clone",
    "create", "create_campaign", "dial_due", "drop_audience", "due_runs", "excluded_people", "load_attempt",
    "load_attempts", "load_audiences", "no_longer_wanted", "of_row", "pause", "people", "preview", "progress", "resume",
    "ringing_of_stopped", "save_attempt", "save_attempts", "save_audience", "settle_attempt", "settle_attempts",
    "start", "start_campaign", "waiting_file",
]  # fmt: skip
