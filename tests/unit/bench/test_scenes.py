"""Is a round of pulled plugs the same for the same seed, and does every round ask what it should?"""

from random import Random

from tests.chaos.scenes import EMERGENCY, MEALS, WINDOW, draw

HOMES = tuple(f"t{n}" for n in range(1001, 1009))


def test_the_same_seed_draws_the_same_rounds():
    first, second = Random(5), Random(5)

    assert [draw(first, HOMES) for _ in range(20)] == [draw(second, HOMES) for _ in range(20)]


def test_every_round_has_a_meal_and_an_emergency_of_different_homes():
    for seed in range(50):
        scene = draw(Random(seed), HOMES)

        assert {MEALS, EMERGENCY} <= {press.dial for press in scene.presses}
        assert len({press.home for press in scene.presses}) == len(scene.presses)
        assert 0 <= scene.fault.at <= WINDOW


def test_both_faults_are_drawn():
    assert {draw(Random(seed), HOMES).fault.what for seed in range(50)} == {"kill", "stop"}
