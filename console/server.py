"""How does the console stop at once? Open pages hold a stream each: they are ended before it waits."""

import socket

import uvicorn
from fastapi import FastAPI

from console.frame import Frame


class Server(uvicorn.Server):
    """uvicorn's server for an application of `console.app.create_app`."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        if isinstance(app, FastAPI):
            frame: Frame = app.state.frame
            frame.live.stop()
            frame.lives.stop()
            frame.ringing.stop()
        await super().shutdown(sockets)
