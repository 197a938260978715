"""Why is there no back-up, or nothing put back? What is wrong and what helps, as two sentences."""


class BackupRefused(Exception):
    """Nothing was changed, unless `what` says so."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}. {cure}")
        self.what = what
        self.cure = cure
