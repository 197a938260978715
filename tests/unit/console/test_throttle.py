"""Does guessing become slow, and never so that the hotline is locked out?"""

from console.throttle import PER_ADDRESS, PER_LOGIN, WINDOW, Throttle


def guessed(throttle: Throttle, times: int, login: str = "wangfang", address: str = "10.0.0.9") -> None:
    for n in range(times):
        throttle.failed(login, address, float(n))


def test_after_five_failures_a_login_waits_at_this_address_only():
    throttle = Throttle()
    guessed(throttle, PER_LOGIN)

    assert throttle.wait("wangfang", "10.0.0.9", 5.0) > 0
    assert throttle.wait("wangfang", "10.0.0.2", 5.0) == 0
    assert throttle.wait("liuqiang", "10.0.0.9", 5.0) == 0


def test_the_wait_is_over_when_the_first_failure_is_old():
    throttle = Throttle()
    guessed(throttle, PER_LOGIN)

    assert throttle.wait("wangfang", "10.0.0.9", WINDOW - 1) == 2
    assert throttle.wait("wangfang", "10.0.0.9", WINDOW + 1) == 0


def test_many_logins_tried_from_one_address_stop_that_address():
    throttle = Throttle()
    for n in range(PER_ADDRESS):
        throttle.failed(f"login{n}", "10.0.0.9", 0.0)

    assert throttle.wait("wangfang", "10.0.0.9", 1.0) > 0
    assert throttle.wait("wangfang", "10.0.0.2", 1.0) == 0


def test_a_sign_in_that_works_forgets_the_failures():
    throttle = Throttle()
    guessed(throttle, PER_LOGIN - 1)
    throttle.worked("wangfang", "10.0.0.9")
    guessed(throttle, 1)

    assert throttle.wait("wangfang", "10.0.0.9", 5.0) == 0


def test_what_it_remembers_stays_bounded():
    throttle = Throttle()
    for n in range(30_000):
        throttle.failed(f"login{n}", f"address{n}", 0.0)

    assert len(throttle._failures) < 10_100
