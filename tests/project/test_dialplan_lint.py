"""Does the linter see what must never reach a dial, a key, a program or a fact?"""

import re

import pytest

from ivr.asterisk.dialplan_lint import DIALPLANS, WIRE_CONTEXTS, faults, load

BAD = {
    "a caller id is dialled": "exten => s,1,Dial(PJSIP/${CALLERID(num)}@trunk,20)",
    "a caller id is a key of AstDB": "exten => s,1,Set(WHO=${DB(caller/${CALLERID(num)})})",
    "a caller id is written to AstDB": "exten => s,1,Set(DB(last/x)=${CALLERID(name)})",
    "a caller id is deleted by": "exten => s,1,Set(X=${DB_DELETE(inc-closed/${CALLERID(num)})})",
    "a header is a fact": "exten => s,1,CELGenUserEvent(PRESS,sip=${CHANNEL(pjsip,call-id)})",
    "a header is a fact by our own Gosub": (
        "exten => s,1,Gosub(fact,s,1(PRESS,sip=${CHANNEL(pjsip,call-id)}))"
    ),
    "a header is dialled": "exten => s,1,Dial(PJSIP/${PJSIP_HEADER(read,X-To)},20)",
    "what was dialled, letters and all": "exten => _X.,1,Dial(PJSIP/${EXTEN}@trunk,20)",
    "what was dialled, behind digits": "exten => _00[1-9]X!,1,Originate(PJSIP/${EXTEN}@trunk,app,Wait,5)",
    "keys become a file's name": "exten => s,1,Read(D,hello,4)\n same => n,Playback(${D})",
    "keys are stated": "exten => s,1,Read(D,hello,4)\n same => n,Gosub(fact,s,1(KEY,key=${D}))",
    "a stop key is stated": "exten => s,1,Gosub(fact,s,1(HEARD,key=${CPLAYBACKSTOPKEY}))",
    "through another variable": (
        "exten => s,1,Set(A=${CALLERID(num)})\n"
        " same => n,Set(B=${A:2})\n"
        " same => n,Dial(PJSIP/${B},9)"
    ),
    "through CUT": "exten => s,1,Set(A=${CALLERID(num)})\n same => n,Dial(PJSIP/${CUT(A,-,1)},9)",
    "through a condition": 'exten => s,1,Dial(PJSIP/${IF($["${X}"="1"]?${CALLERID(num)}:1)},9)',
    "through ExecIf": "exten => s,1,ExecIf($[1=1]?Dial(PJSIP/${CALLERID(num)}))",
    "through a Gosub's argument": (
        "exten => s,1,Gosub(ring,s,1(${CALLERID(num)}))\n"
        "[ring]\n"
        "exten => s,1,Dial(PJSIP/${ARG1},9)"
    ),
    "through a Goto's extension": (
        "exten => _X.,1,Goto(ring,${EXTEN},1)\n"
        "[ring]\n"
        "exten => _X.,1,Dial(PJSIP/${EXTEN},9)"
    ),
    "through an inherited variable": (
        "exten => s,1,Set(__A=${CALLERID(num)})\n"
        " same => n,Dial(Local/1@ring/n,9)\n"
        "[ring]\n"
        "exten => 1,1,Dial(PJSIP/${A},9)"
    ),
    "through a filter that lets everything by": (
        "exten => s,1,Dial(PJSIP/${FILTER(0-9&/,${CALLERID(num)})},9)"
    ),
    "a global keeps it": "exten => s,1,Set(GLOBAL(LAST)=${CALLERID(num)})",
    "a program is run with it": "exten => s,1,System(say ${CALLERID(name)})",
}  # fmt: skip
GOOD = {
    "digits alone": "exten => s,1,Dial(PJSIP/${FILTER(0-9+,${CALLERID(num)})}@trunk,20)",
    "encoded": "exten => s,1,Gosub(fact,s,1(PRESS,sip=${URIENCODE(${CHANNEL(pjsip,call-id)})}))",
    "a pattern of digits": "exten => _[2-8]XXXXXX,1,Dial(PJSIP/${EXTEN}@trunk,20)",
    "a fixed extension": "exten => 999,1,Dial(PJSIP/${EXTEN}@trunk,20)",
    "the authenticated endpoint": "exten => s,1,Set(DB(last/${CHANNEL(endpoint)})=1)",
    "keys only compared": 'exten => s,1,Read(A,hello,1)\n same => n,GotoIf($["${A}"="1"]?2)',
    "one of ours by a filtered name": (
        "exten => s,1,Read(D,,2)\n"
        " same => n,Goto(s,${CODE_${FILTER(0-9,${D})}},1)"
    ),
    "a variable of the same name, set here": (
        "exten => s,1,Read(K,hello,1)\n"
        " same => n,Gosub(out,s,1(x))\n"
        "[out]\n"
        "exten => s,1,Set(LOCAL(K)=1)\n"
        " same => n,Dial(PJSIP/x@${K},9)"
    ),
}  # fmt: skip
EMERGENCY = (
    "[emergency]\nexten => s,1,Gosub(who,s,1)\n same => n,Dial(Local/1@rung/n,20)\n[rung]\nexten => 1,1,Wait(1)\n"
)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_comes_from_the_wire_is_refused(text: str) -> None:
    found = faults({"bad.conf": f"[desk]\n{text}\n"})

    assert found, text
    assert str(found[0]).startswith("bad.conf:")


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_was_made_harmless_passes(text: str) -> None:
    assert [str(fault) for fault in faults({"good.conf": f"[desk]\n{text}\n"})] == []


@pytest.mark.parametrize(
    "ask",
    ["AGI(agi://127.0.0.1)", "Stasis(app)", "Set(X=${CURL(http://x)})", "Set(X=${REALTIME(a,b)})",
     "Set(X=${ODBC_WHO(1)})", "System(true)", "Set(X=${SHELL(true)})"],
)  # fmt: skip
def test_an_emergency_may_wait_for_nothing_outside_asterisk_however_far_along_its_way(ask: str) -> None:
    direct = faults({"emergency.conf": EMERGENCY + f"[who]\nexten => s,1,{ask}\n"})
    elsewhere = faults({"emergency.conf": EMERGENCY, "facts.conf": f"[who]\nexten => s,1,{ask}\n"})
    off_the_way = faults({"emergency.conf": EMERGENCY, "other.conf": f"[report]\nexten => s,1,{ask}\n"})

    assert direct and elsewhere and not off_the_way


def test_our_own_dialplan_has_no_fault() -> None:
    assert [str(fault) for fault in faults(load())] == []


@pytest.mark.parametrize(
    "made_harmless",
    [
        "${FILTER(0-9,${CALLERID(num)})}",
        "${FILTER(0-9+,${CALLERID(num)})}",
        "${FILTER(0-9,${K})}",
        "${FILTER(0-9,${SPOKE})}",
        "${FILTER(a-z0-9,${EXTEN})}",
        "${URIENCODE(${CHANNEL(pjsip,call-id)})}",
        "${URIENCODE(${CPLAYBACKSTOPKEY})}",
    ],
)
def test_a_filter_taken_out_of_our_dialplan_would_be_noticed(made_harmless: str) -> None:
    bare = made_harmless[made_harmless.index("${", 2) : -2]
    ours = load()
    changed = {name: text.replace(made_harmless, bare) for name, text in ours.items()}

    assert changed != ours
    assert faults(changed)


def test_the_contexts_in_which_dialled_digits_arrive_are_those_of_the_sip_file() -> None:
    text = (DIALPLANS / "pjsip.conf.j2").read_text(encoding="utf-8")
    classes = ("none", "local", "national", "international")

    found = set(re.findall(r"^context=(.+)$", text, re.M))

    spelled = {name.replace("{{ terminal.call_class }}", of) for name in found for of in classes}
    assert spelled == set(WIRE_CONTEXTS)
