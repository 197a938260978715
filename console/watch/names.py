"""What are those called who did something in the watch? Staff, contacts and the seniors themselves, by their ids."""

from collections.abc import Collection, Mapping

from fastapi import Request
from sqlalchemy import Connection

from console.book import Book
from console.frame import Frame, frame_of, reader_look
from console.staff_names import staff_names
from console.watch.words import WatchWords
from db.homes import load_contacts, load_seniors


def people_names(conn: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """Whoever is not known is not there."""
    asked = {one for one in ids if one}
    seniors = {str(key): one.name for key, one in load_seniors(conn, asked).items()}
    contacts = {str(key): one.name for key, one in load_contacts(conn, asked).items()}
    return {**seniors, **contacts, **staff_names(conn, asked)}


def words_for(frame: Frame, language: str, book: Book, people: Mapping[str, str]) -> WatchWords:
    settings = frame.settings
    return WatchWords(language=language, book=book, zone=settings.zone, now=settings.clock(), people=people)


def watch_words(request: Request, book: Book, people: Mapping[str, str]) -> WatchWords:
    """For the reader who asks."""
    return words_for(frame_of(request), reader_look(request).language, book, people)
