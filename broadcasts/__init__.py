"""THE MESSAGE: who is told what, and what proves that it was heard? Rules, and use cases in `service.py`."""
