"""Is the end of a certificate read as the tools that make certificates write it?"""

import base64
from datetime import UTC, datetime

import pytest

from ivr.supervision.expiry import NoCertificate, ends

THREE_MONTHS = """
-----BEGIN CERTIFICATE-----
MIIBgjCCASmgAwIBAgIUe448pmtpmSrg/GclfoE5gXCsUlcwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMY2FyZS5leGFtcGxlMB4XDTI2MTEyMjA2MzMzM1oXDTI3MDIy
MDA2MzMzM1owFzEVMBMGA1UEAwwMY2FyZS5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEAiGOWe9J31kYoSxKAw+ltsGEcqXFD7zbxYmFR0bz51M3SfBW
1Th9KzIUbODs5otqTBHyCkZIWzVuksgR93wSNKNTMFEwHQYDVR0OBBYEFBmpARwy
hBq6tXzktozsCYty+OzLMB8GA1UdIwQYMBaAFBmpARwyhBq6tXzktozsCYty+OzL
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgeso7neLZ4dOBT7YF
H6ELTe/gNRQjVC1mf6OLIJVs224CID4pZc1GnLfv90vawk23JRfQSbmFikLQn2Cn
+HqOUpTX
-----END CERTIFICATE-----
"""
"""Made by openssl for care.example: its end is a UTCTime."""
LONG = """
-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUYytEBiSamgT4wHhfhVaNv4IPk8AwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMY2FyZS5leGFtcGxlMCAXDTI2MTEyMjA2MzMzM1oYDzIwNTQw
NDA5MDYzMzMzWjAXMRUwEwYDVQQDDAxjYXJlLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAToKaGV1kB4qpqTBJ27PrguvkW0EbqUKhR275IBiLdaanoB
0m/K9l//UUlpgUrP6wvXUMQoCwrdocvOSUOi5TCYo1MwUTAdBgNVHQ4EFgQUFIGR
q13UcifuzCfSn63FPgMth40wHwYDVR0jBBgwFoAUFIGRq13UcifuzCfSn63FPgMt
h40wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA/cRqCr8PqeHi
XIS6uAuNlgZQpiEh3X9b7yaQZDPegXoCIBOL3CRsVwvyjUm+gx3motvHwRSh6tl9
AGWbXdyAjjCu
-----END CERTIFICATE-----
"""
"""Ends after 2049: a GeneralizedTime."""


def element(tag: int, inside: bytes) -> bytes:
    size = bytes([len(inside)]) if len(inside) < 128 else bytes([0x82, *len(inside).to_bytes(2, "big")])
    return bytes([tag]) + size + inside


def old_certificate(until: str, issuer: bytes = b"") -> str:
    """Of version 1, which is not written: serial number, algorithm, issuer, validity."""
    validity = element(0x30, element(0x17, b"950101000000Z") + element(0x17, until.encode()))
    contents = element(0x02, b"\1") + element(0x30, b"") + element(0x30, issuer) + validity
    der = element(0x30, element(0x30, contents))
    return f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(der).decode()}\n-----END CERTIFICATE-----\n"


def test_the_end_is_read_in_both_ways_of_writing_it():
    assert ends(THREE_MONTHS) == datetime(2027, 2, 20, 6, 33, 33, tzinfo=UTC)
    assert ends(LONG) == datetime(2054, 4, 9, 6, 33, 33, tzinfo=UTC)


def test_of_a_chain_the_first_to_end_counts():
    assert ends(f"{LONG}\nwords between\n{THREE_MONTHS}") == ends(THREE_MONTHS)


def test_a_certificate_without_a_version_is_read_too():
    assert ends(old_certificate("490101000000Z", issuer=b"x" * 300)) == datetime(2049, 1, 1, tzinfo=UTC)
    assert ends(old_certificate("991231235959Z")) == datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
        old_certificate("tomorrow"),
    ],
)
def test_what_is_none_or_broken_is_refused(text: str):
    with pytest.raises(NoCertificate):
        ends(text)
