"""The hotline's queue on the pages: who waits, who sits there, the rota, and one's own seat."""
