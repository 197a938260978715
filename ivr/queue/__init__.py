"""Who waits for the hotline, who sits there, and what becomes of whoever nobody takes?"""
