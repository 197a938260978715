"""The watch at the telephone and at its timers: answers keyed, calls due, telephones seen."""
