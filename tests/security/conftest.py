"""One exchange and one town for the attacks of this folder, as for the tests of calls."""

from tests.exchange.conftest import loop, play, the_world, world_folder

__all__ = ["loop", "play", "the_world", "world_folder"]
