"""Is a press lost, a row missing or doubled, a telephone rung twice, whenever the controller dies or hangs?"""

from random import Random

from tests.chaos.playing import Played, everybody_answers, play, pressing_homes, settled
from tests.chaos.rig import Rig
from tests.chaos.scenes import draw
from tests.chaos.verdict import Verdict, gather, judge


async def rounds(rig: Rig, count: int, seed: int) -> Verdict:
    """So many rounds, one after the other, on a rig whose Asterisks are up; then the account of all of them."""
    rng, played = Random(seed), Played()
    await rig.start_controller()
    await everybody_answers(rig)
    for _ in range(count):
        await play(rig, draw(rng, pressing_homes()), played)
    await settled(rig)
    return judge(gather(rig), played)
