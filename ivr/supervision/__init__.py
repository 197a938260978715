"""Is the machine well and somebody on duty? Judged, told as alarms, closed when it is over."""
