"""THE WATCH: five silent days, a call, a knock at the door. Rules, and use cases in `service.py`."""
