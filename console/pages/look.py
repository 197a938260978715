"""How does a reader choose language, light or dark, and larger type? A button; it is remembered."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from console.frame import local
from console.look import remember

router = APIRouter(include_in_schema=False)


@router.post("/look")
def choose(
    name: Annotated[str, Form()], value: Annotated[str, Form()], to: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    """Back to where the reader was; a choice nobody offered changes nothing."""
    response = RedirectResponse(local(to), 303)
    remember(response, name, value)
    return response
