"""Does dialplans/README.md say what the dialplan does: each context, fact, table, global and variable?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.asterisk.dialplan_lint import DIALPLANS, load
from ivr.asterisk.dialplan_text import Dialplan, Step, calls, read, split, unfilled
from ivr.asterisk.facts import OWN
from ivr.commands import REASONS
from ivr.requests.telephone import WORDS as PROVIDER_WORDS
from ivr.rungs import Why
from ivr.services import DEFAULT_SERVICES
from ivr.speech.jobs import Home, area_jobs, fixed_jobs, person_jobs
from ivr.speech.said.queue import MOST_AHEAD, MOST_MINUTES
from ivr.speech.said.watch import MOST_DAYS
from ivr.watch.calls import ARRIVALS, WORDS
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from tests.project.pages import codes, first_codes, rows, section, text_of

PAGE = text_of("dialplans/README.md")
FILES = load()
DIALPLAN: Dialplan = read(FILES)
ALL = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DIALPLANS.rglob("*.conf*")))
PLAYED = re.compile(r"(?:\$\{P\}|\$\{SOUNDS\}/\$\{(?:SITE_)?LANG\})/((?:[a-z0-9_/-]|\$\{[A-Z]+\})+)")
MAY_BE = {
    "SVC": [service.id for service in DEFAULT_SERVICES] + ["hotline"],
    "WHY": [str(why) for why in Why] + ["noanswer", "transfer"],
    "WHYCALL": ["wellness", "missed", "return"],
    "NOTICE": ["family_told", "family_visit_due", "family_found_well"],
    "WHO": ["t1"],
    "INC": ["t1"],
    "EXTEN": ["t1"],
    "WORD": ["well", "unwell"],
    "REASON": list(REASONS),
    "VERDICT": [*WORDS, *PROVIDER_WORDS, "later"],
    "ARRIVED": list(ARRIVALS),
    "DAYS": [str(days) for days in range(1, MOST_DAYS + 1)],
    "PLACE": ["a"],
    "DIGIT": list("0123456789"),
    "QAHEAD": [*(str(n) for n in range(MOST_AHEAD + 1)), "many"],
    "MINUTES": [str(n) for n in range(1, MOST_MINUTES + 1)],
}
"""Variable in the name of a sound -> what it may hold."""
ASTERISKS = frozenset(
    ["EPOCH", "EXTEN", "UNIQUEID", "CHANNEL", "DIALSTATUS", "HANGUPCAUSE", "CPLAYBACKOFFSET",
     "CPLAYBACKSTATUS", "QUEUESTATUS", "QUEUEPOSITION", "CPLAYBACKSTOPKEY",
     "RECORD_STATUS", "RINGTIME_MS", "ARG1", "ARG2", "ARG3"]
)  # fmt: skip
"""Variables that Asterisk itself fills."""
MODULES = {
    "app_dial": "Dial", "app_playback": "Playback", "app_controlplayback": "ControlPlayback",
    "app_read": "Read", "app_record": "Record", "app_celgenuserevent": "CELGenUserEvent", "app_stack": "Gosub Return",
    "app_queue": "Queue", "app_originate": "Originate", "app_exec": "ExecIf",
    "app_confbridge": "ConfBridge ConfKick CONFBRIDGE CONFBRIDGE_INFO",
    "app_channelredirect": "ChannelRedirect", "app_softhangup": "SoftHangup", "app_minivm": "MinivmMWI",
    "func_callerid": "CALLERID", "func_channel": "CHANNEL CHANNELS MASTER_CHANNEL", "func_db": "DB DB_DELETE DB_EXISTS",
    "func_strings": "FILTER REGEX STRREPLACE FIELDQTY LEN STRFTIME CSV_QUOTE", "func_math": "INC",
    "func_logic": "IF", "func_global": "GLOBAL", "func_groupcount": "GROUP GROUP_COUNT",
    "func_hangupcause": "HANGUPCAUSE_KEYS",
    "func_env": "STAT", "func_rand": "RAND", "func_cut": "CUT", "func_lock": "LOCK UNLOCK",
    "func_uri": "URIENCODE", "pbx": "Answer Goto GotoIf Hangup Set MSet Wait NoOp LOCAL",
}  # fmt: skip
"""Module -> the applications and functions of it that we may use; `pbx` is Asterisk itself."""


def stated() -> Iterator[tuple[Step, str, list[str]]]:
    """Every fact of the dialplan: where, its name, its keys."""
    for step in DIALPLAN.steps:
        for application, arguments in calls(step):
            if application == "Gosub" and arguments.startswith("fact,"):
                name, _, rest = split(arguments, ",")[2].partition("(")[2][:-1].partition(",")
                yield step, name, [part.partition("=")[0] for part in rest.split("\\;")]


def families(text: str) -> set[str]:
    return set(re.findall(r"\bDB(?:_EXISTS|_DELETE)?\(([a-z-]+)/", text))


def shape(name: str) -> str:
    """A global as the page writes it: `TRUNK_<n>` for TRUNK_1 and TRUNK_${K}."""
    return re.sub(
        r"^(STATIC|TARGET|TRUNK|TRUNK_LIMIT|TRUNK_ODD|WAY_FAULTS|WAY_RESTS|CODE|INC)_(?:x|\d+|\$.*)$", r"\1_<…>", name
    )


def test_every_context_has_its_line_and_every_line_its_context() -> None:
    assert first_codes(section(PAGE, "Contexts")) == DIALPLAN.contexts


def test_every_context_is_listed_under_the_file_it_stands_in() -> None:
    where = {step.context: Path(step.file).name for step in DIALPLAN.steps}

    told = {codes(row[0])[0]: codes(row[1])[0] for row in rows(section(PAGE, "Contexts"))}

    assert {name: told[name] for name in where} == {k: v.removesuffix(".j2") for k, v in where.items()}


def test_every_fact_and_each_of_its_keys_is_told_and_no_other() -> None:
    found: dict[str, set[str]] = {}
    for _, name, keys in stated():
        found.setdefault(name, set()).update(keys)

    told = {codes(row[0])[0]: set(codes(row[1])) for row in rows(section(PAGE, "Facts"))}

    assert told == found


def test_the_translator_knows_exactly_the_facts_of_the_dialplan() -> None:
    assert {name for _, name, _ in stated()} == OWN


def test_asterisks_own_events_are_those_that_cel_conf_lets_through() -> None:
    line = re.search(r"^events=(.+)$", (DIALPLANS / "cel.conf").read_text(encoding="utf-8"), re.M)

    assert line
    assert first_codes(section(PAGE, "Asterisk's own events")) == set(line[1].split(",")) - {"USER_DEFINED"}


def test_every_table_of_astdb_is_told() -> None:
    overlay = set(re.findall(r"=astdb,(ps_[a-z]+)", (DIALPLANS / "sorcery.conf").read_text(encoding="utf-8")))

    told = {name.split("/")[0] for name in first_codes(section(PAGE, "Tables"))}

    assert told == families(ALL) | overlay


def test_every_global_is_told_and_every_one_told_is_rendered_or_set() -> None:
    set_later = set(re.findall(r"GLOBAL\((\w+?)_\$", ALL))
    found = {shape(name) for name in DIALPLAN.globals} | {f"{name}_<…>" for name in set_later}

    assert first_codes(section(PAGE, "Globals")) == found


def test_every_variable_that_travels_on_is_told() -> None:
    inherited = set(re.findall(r"[(,^]__([A-Z]+)=", ALL))

    told = first_codes(section(PAGE, "Variables"))

    assert inherited <= told
    assert all(re.search(rf"\b{name}\b", ALL) for name in told)


def test_every_variable_that_is_read_was_set_here_or_is_told_as_given() -> None:
    given = first_codes(section(PAGE, "Variables")) | ASTERISKS | {shape(name) for name in DIALPLAN.globals}
    for step in DIALPLAN.steps:
        for application, arguments in calls(step):
            target = arguments.partition("=")[0] if application == "Set" else ""
            given |= {name.lstrip("_") for name in re.findall(r"\w+", target)}
            given |= {split(arguments)[0]} if application == "Read" else set()

    steps = " ".join(step.arguments for step in DIALPLAN.steps)
    used = {shape(name) for name in re.findall(r"\$\{([A-Z]\w*)(?=[:}])", steps)}

    assert used - given == set()


def test_every_code_is_told() -> None:
    site = FILES["site.conf.j2"]
    fixed = set(re.findall(r"\{\{ prefix \}\}(\d\d)", site))
    services = {service.code for service in DEFAULT_SERVICES}

    told = {name.lstrip("*")[:2] for name in first_codes(section(PAGE, "Codes"))}

    assert told == fixed | services


def test_everything_that_is_played_is_spoken_ahead_whatever_fills_its_name() -> None:
    home = Home(terminal=TerminalId("t1"), household=Household(id=HouseholdId("h1"), area=AreaId("a"), address="1"))
    seniors = (Senior(id=SeniorId("s1"), household=HouseholdId("h1"), name="王秀英"),)
    jobs = [*fixed_jobs(DEFAULT_SERVICES), *person_jobs([replace(home, seniors=seniors)])]
    jobs += area_jobs([Area(id=AreaId("a"), name="鲁谷", kind=AreaKind.STREET)])
    spoken = {job.path.partition("/")[2].removesuffix(".sln") for job in jobs}

    played = {name for found in PLAYED.findall(ALL) for name in filled(found)}

    assert sorted(played - spoken) == []


def filled(name: str) -> list[str]:
    """`why-${WHY}` with every value that WHY may have."""
    found = re.search(r"\$\{([A-Z]+)\}", name)
    if not found:
        return [name]
    return [text for value in MAY_BE[found[1]] for text in filled(name.replace(found[0], value))]


def test_every_class_of_comfort_words_has_words() -> None:
    spoken = {job.path for job in fixed_jobs(DEFAULT_SERVICES)}
    asked = set(re.findall(r"\$\{(?:SITE_)?LANG\}-([a-z]+)", ALL)) | {"next"}
    asked |= {service.id for service in DEFAULT_SERVICES if service.id != "emergency"} | {"hotline"}

    assert [name for name in sorted(asked) if f"zh/comfort/{name}/1.sln" not in spoken] == []


def test_every_application_and_function_has_its_module_loaded() -> None:
    features = unfilled((DIALPLANS / "features.conf.j2").read_text(encoding="utf-8"))
    used = {application for step in DIALPLAN.steps for application, _ in calls(step)}
    used |= set(re.findall(r"self,([A-Z]\w+)\(", features))
    used |= set(re.findall(r"\b([A-Z][A-Z_]+)\(", re.sub(r";.*", "", ALL.replace("\\;", ","))))
    modules = {name: module for module, names in MODULES.items() for name in names.split()}
    loaded = set(re.findall(r"^load = (\w+)\.so$", ALL, re.M)) | {"pbx"}

    used -= {"FLOOR", "U"}  # part of $[ ] and of Dial
    unknown = sorted(used - modules.keys() - {name for _, name, _ in stated()})

    assert unknown == []
    assert sorted({modules[name] for name in used & modules.keys()} - loaded) == []


@pytest.mark.parametrize("name", sorted(path.name for path in DIALPLANS.glob("*.conf*")))
def test_every_file_is_told(name: str) -> None:
    assert f"`{name}`" in section(PAGE, "Files") or f"`{name.removesuffix('.j2')}`" in section(PAGE, "Files")
