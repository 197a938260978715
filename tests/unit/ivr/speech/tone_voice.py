"""What speaks in the tests of everything but voices?"""

import numpy as np

from people.seniors import Language

ZH, EN = Language.CHINESE, Language.ENGLISH


def tone(seconds: float, *, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(int(8000 * seconds)) / 8000)).astype(np.float32)
