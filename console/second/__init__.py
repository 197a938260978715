"""Who carries the work, the exchange or the second one: shown, chosen, announced."""
