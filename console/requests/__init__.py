"""The pages of what is to be done: requests, tasks, and a provider's own day."""
