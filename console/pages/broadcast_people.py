"""Who has heard it, as a file to work with?"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from console.broadcasts.compose_page import words_of
from console.broadcasts.people_file import csv_file, xlsx_file

router = APIRouter(include_in_schema=False)


@router.get("/broadcasts/{campaign}/people.csv")
def people_csv(request: Request, campaign: str) -> StreamingResponse:
    return csv_file(request, campaign, words_of(request))


@router.get("/broadcasts/{campaign}/people.xlsx")
def people_xlsx(request: Request, campaign: str) -> Response:
    return xlsx_file(request, campaign, words_of(request))
