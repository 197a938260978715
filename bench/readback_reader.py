"""What does a recogniser hear in these files? Run by another Python, which has faster-whisper: model, then WAV files.

Prints one JSON list: what was heard in each, in their order.
"""

import json
import sys

from faster_whisper import WhisperModel


def main() -> None:
    model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", local_files_only=True)
    heard = []
    for file in sys.argv[2:]:
        segments, _ = model.transcribe(file, language="en", beam_size=5, condition_on_previous_text=False)
        heard.append(" ".join(segment.text.strip() for segment in segments))
    print(json.dumps(heard))


if __name__ == "__main__":
    main()
