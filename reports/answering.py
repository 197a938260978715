"""How do numbers, ways out and operators answer? What came of every rung, told for each of them."""

from sqlalchemy import Connection

from reports.definitions import Words, share
from reports.names import Names
from reports.periods import Period
from reports.reading import rung_lines
from reports.rungs import AT, WAY, Rungs, add
from reports.sheets import Sheet, Value, column


def league_sheet(conn: Connection, period: Period, names: Names) -> Sheet:
    """Every number tried, by how often it takes its calls: the worst first."""
    return rung_sheets(conn, period, names)[0]


def rung_sheets(conn: Connection, period: Period, names: Names) -> tuple[Sheet, Sheet, Sheet]:
    """The numbers; the ways out, trunks and carriers, by how often a leg that tried them failed; the operators."""
    found: dict[str, list[Rungs]] = {}
    for (target, _), one in rung_lines(conn, period).items():
        found.setdefault(target, []).append(one)
    league = sorted(((target, add(every)) for target, every in found.items()), key=_worst_first)
    numbers = [(target, names.target(target), *_rung_values(one)) for target, one in league if "/" not in target]
    ways = [(target.removeprefix(WAY), *_way_values(one)) for target, one in league if target.startswith(WAY)]
    ours = [(target.removeprefix(AT), one) for target, one in league if target.startswith(AT)]
    operators = [(at, names.of("operator", at), *_at_values(one)) for at, one in sorted(ours, key=lambda pair: pair[0])]
    return (
        Sheet(id="league", words=Words(zh="号码应答", en="How numbers answer"), columns=_LEAGUE, rows=numbers),
        Sheet(id="ways", words=Words(zh="线路与运营商", en="Lines and carriers"), columns=_WAYS, rows=ways,
              notes=(_WAYS_MEAN,)),
        Sheet(id="operators", words=Words(zh="座席应答", en="How operators answer"), columns=_OPERATORS,
              rows=operators, notes=(_OPERATORS_MEAN,)),
    )  # fmt: skip


def _worst_first(pair: tuple[str, Rungs]) -> tuple[bool, float, str]:
    target, one = pair
    return one.percent is None, one.percent or 0.0, target


def _way_values(one: Rungs) -> tuple[Value, ...]:
    sent = one.tried - one.full - one.left
    return one.tried, one.took, one.unreachable, share(one.unreachable, sent), one.full, one.left


def _at_values(one: Rungs) -> tuple[Value, ...]:
    return one.tried, one.took, one.answered, share(one.took, one.tried)


def _rung_values(one: Rungs) -> tuple[Value, ...]:
    return (one.tried, one.took, one.percent, one.answered, one.no_answer, one.engaged, one.unreachable,
            one.full, one.left, "yes" if one.dead else "")  # fmt: skip


_WAYS = (
    column("way", "线路", "way out"), column("tried", "尝试", "tried"), column("took", "送达", "carried"),
    column("failed", "失败", "failed"), column("failed_percent", "失败率（%）", "failed (%)"),
    column("full", "线路满", "lines taken"), column("left", "不接受此号码", "takes no such number"),
)  # fmt: skip
_WAYS_MEAN = Words(
    zh="失败：线路无回应或拒绝；失败率以实际送出的为分母。试过几条线路的一级，每条都计。",
    en="Failed: the way was silent or refused; per cent of those sent. A rung that tried several ways counts for each.",
)
_OPERATORS = (
    column("telephone", "话机", "telephone"), column("operator", "座席", "operator"),
    column("answers", "接起", "answered"), column("took", "接通", "took it"),
    column("not_taken", "接起未接通", "not taken"), column("taken_percent", "接通率（%）", "taken (%)"),
)  # fmt: skip
_OPERATORS_MEAN = Words(
    zh="按接起电话的话机计；紧急求助由谁接起见其时间线。接起未接通：未按 1，或来电者已挂机。",
    en="By the telephone that picked up; who picked up an emergency stands in its timeline. Not taken: nobody "
    "pressed 1, or she had hung up.",
)  # fmt: skip
_LEAGUE = (
    column("target", "号码", "number"), column("name", "名称", "name"), column("tried", "呼叫", "tried"),
    column("took", "接受", "took it"), column("percent", "应答率（%）", "answer rate (%)"),
    column("answered", "接起未接受", "answered only"), column("no_answer", "无应答", "no answer"),
    column("engaged", "占线", "engaged"), column("unreachable", "不通", "unreachable"),
    column("full", "线路满", "lines taken"), column("left", "已挂机", "no longer wanted"),
    column("dead", "死号", "dead"),
)  # fmt: skip
