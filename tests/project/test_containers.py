"""Does the compose file keep its promises? Read without an engine; docker/selftest.sh starts it for real."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from docker.service.founding import ANSWERS, GIVEN
from ivr.founding.first_site import answers_in, settings_of
from ivr.founding.questions import completed, faults
from ivr.settings import Settings
from prepare import debian
from tests.project.pages import CHECKOUT, text_of

FOLDER = CHECKOUT / "docker"
SITE: dict[str, Any] = yaml.safe_load(text_of("docker/compose.yaml"))
SERVICES: dict[str, dict[str, Any]] = SITE["services"]
IMAGES = sorted(path.parent.name for path in FOLDER.glob("*/Dockerfile"))
ENGINE = "docker.io"
"""As Debian calls the package of the engine."""
RUNNING = sorted(SERVICES.keys() - {"founding"})


def dockerfile(role: str) -> str:
    return text_of(f"docker/{role}/Dockerfile")


def targets(service: str) -> dict[str, str]:
    """Where in the container -> what lies there and how."""
    parts = [re.fullmatch(r"(.+?):(/[^:]+)(?::(ro))?", text) for text in SERVICES[service]["volumes"]]
    return {part[2]: f"{part[1]}:{part[3] or 'rw'}" for part in parts if part}


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_is_root_and_nobody_can_become_it(name: str) -> None:
    service = SERVICES[name]

    assert re.fullmatch(r"1000\d:1000\d", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert "privileged" not in service
    if name == "proxy":  # its program file may take ports below 1024; that is all it may
        assert service["cap_add"] == ["NET_BIND_SERVICE"]
    else:
        assert service["security_opt"] == ["no-new-privileges:true"] and "cap_add" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_writes_only_where_it_is_said(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert all(re.fullmatch(r"/tmp:size=\d+m,mode=1777", one) for one in SERVICES[name]["tmpfs"])


@pytest.mark.parametrize("name", SERVICES)
def test_none_takes_the_machine_for_itself(name: str) -> None:
    service = SERVICES[name]

    assert service["mem_limit"] and service["cpus"] and service["pids_limit"] > 0
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", RUNNING)
def test_whatever_runs_is_looked_at_and_started_again(name: str) -> None:
    service = SERVICES[name]

    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= service["healthcheck"].keys()


def test_every_volume_is_there_and_used() -> None:
    used = {what.split(":")[0] for name in SERVICES for what in targets(name).values()}

    assert {name for name in used if re.fullmatch(r"[a-z]+", name)} == SITE["volumes"].keys()


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_built_here_and_have_a_version(name: str) -> None:
    service = SERVICES[name]

    assert re.fullmatch(r"bigbutton-[a-z]+:\$\{BIGBUTTON_VERSION:-\d+\.\d+\.\d+\}", service["image"])
    context = FOLDER / service["build"]["context"]
    assert (context / service["build"].get("dockerfile", "Dockerfile")).is_file()
    assert re.fullmatch(r"\$\{BIGBUTTON_\w+_BASE:-debian:[a-z]+-slim\}", service["build"]["args"]["BASE"])


def test_the_version_is_the_programs_own() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]

    assert {service["image"].partition(":-")[2] for service in SERVICES.values()} == {f"{version}}}"}


@pytest.mark.parametrize("role", IMAGES)
def test_an_image_is_debian_slim_without_root_and_without_latest(role: str) -> None:
    text = dockerfile(role)

    assert re.search(r"^ARG BASE=debian:[a-z]+-slim$", text, re.M)
    froms = re.findall(r"^FROM (\S+)(?: AS (\w+))?$", text, re.M)
    assert {base for base, _ in froms} <= {"${BASE}", *(name for _, name in froms if name)}
    assert re.findall(r"^USER (.+)$", text, re.M)[-1:] not in ([], ["root"], ["0"])
    assert "latest" not in text and "--allow-unauthenticated" not in text


def test_the_user_of_an_image_is_the_user_of_its_service() -> None:
    for service in SERVICES.values():
        role = service["image"].removeprefix("bigbutton-").partition(":")[0]
        variable = re.findall(r"^USER \$\{(\w+)\}:\$\{\1\}$", dockerfile(role), re.M)
        assert re.search(rf"^ARG {variable[-1]}={service['user'].partition(':')[0]}$", dockerfile(role), re.M), role


def test_the_exchange_waits_for_nobody() -> None:
    assert "depends_on" not in SERVICES["exchange"]
    assert targets("exchange").keys() == {"/var/lib/bigbutton/exchange", "/var/lib/bigbutton/sounds"}


def test_the_program_waits_until_the_site_is_founded() -> None:
    for name in ("controller", "console", "webhooks"):
        waits = SERVICES[name]["depends_on"]
        assert waits["founding"]["condition"] == "service_completed_successfully"
        assert waits["database"]["condition"] == "service_healthy"


def test_the_database_cannot_be_reached_by_any_network() -> None:
    assert SERVICES["database"]["network_mode"] == "none"
    assert "ports" not in SERVICES["database"]
    assert "listen_addresses= " in text_of("docker/database/start.sh")


def test_a_secret_is_a_file_and_never_a_value() -> None:
    names = re.compile(r"SECRET|TOKEN|PASSWORD|TRUNKS|DESKS")
    told = {name: value for one in SERVICES.values() for name, value in one.get("environment", {}).items()}

    assert [name for name in told if names.search(name) and not name.endswith("_FILE")] == []
    assert [name for name in told if name.endswith("_FILE") and not re.fullmatch(r"\$\{\w+:-\}", told[name])] == []
    for name in ("controller", "console", "webhooks"):
        assert targets(name)["/run/secrets"].endswith(":ro") and targets(name)["/etc/bigbutton"].endswith(":ro")
    assert GIVEN.parent == Path("/run/secrets")


def test_every_setting_that_is_given_exists() -> None:
    known = set(re.findall(r"^(BIGBUTTON_\w+)=", text_of(".env.example"), re.M))
    told = {name.removesuffix("_FILE") for name in SERVICES["console"]["environment"]}

    assert told - known == set()


def test_the_answers_make_a_site_once_a_password_is_there() -> None:
    answers = dict(answers_in(text_of("docker/answers.toml"))) | {"administrator.password": "kYf3-9xQ7mmRt2"}

    assert targets("founding")[str(ANSWERS)].startswith("./answers.toml:")
    assert faults(answers) == ()
    made = Settings.model_validate(settings_of(completed(answers), lambda: "s" * 32))
    assert made.database_url.startswith("postgresql:")


def test_the_program_has_every_package_that_the_set_up_installs() -> None:
    assert [package.name for package in debian.RUN if package.name not in dockerfile("service")] == []


@pytest.mark.parametrize("page", [*(f"{role}/Dockerfile" for role in IMAGES), "compose.yaml", "selftest.sh"])
def test_no_host_of_a_registry_is_named(page: str) -> None:
    text = text_of(f"docker/{page}").replace(ENGINE, "")
    named = re.findall(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|io|org|dev|net|cn)\b", text)

    assert named == []


def test_everything_is_explained() -> None:
    text = text_of("docs/containers.md")

    assert [name for name in SERVICES if f"`{name}`" not in text] == []
    assert [
        name for name in set(re.findall(r"\$\{(BIGBUTTON_\w+)", text_of("docker/compose.yaml"))) if name not in text
    ] == []
