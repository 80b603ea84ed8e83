"""Dockerfile and compose.yaml obey the rules that a linter of them would hold them to, and ours.

The codes in comments are hadolint's.
"""

import importlib.util
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
TOLD = {*(name.upper() for name in Settings.model_fields)}
"""Settings of the bot; a secret may also be named by a file."""
OF_OTHERS = {
    *("PATH", "PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR", "PYTHONDONTWRITEBYTECODE"),
    *("PYTHONUNBUFFERED", "XDG_CACHE_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR"),
}


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile."""

    name: str
    text: str

    @property
    def items(self) -> list[str]:
        """The parts of an instruction in JSON form."""
        return [str(item) for item in json.loads(self.text)]


def steps() -> list[Step]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    return [Step(name, rest.strip()) for name, rest in found]


def of(name: str) -> list[Step]:
    return [step for step in steps() if step.name == name]


def last_stage() -> list[Step]:
    everything = steps()
    start = max(number for number, step in enumerate(everything) if step.name == "FROM")
    return everything[start:]


def test_every_instruction_is_known_and_each_stage_pinned() -> None:
    known = {"FROM", "ENV", "WORKDIR", "RUN", "COPY", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL"}
    assert {step.name for step in steps()} <= known | {"HEALTHCHECK", "ENTRYPOINT", "CMD"}  # DL3020
    bases = [step.text.split()[0] for step in of("FROM")]
    assert len(bases) == 2
    for base in bases:  # DL3006, DL3007
        assert re.fullmatch(r"python:\d\.\d+-slim-\w+", base)


def test_the_python_is_one_that_the_project_supports() -> None:
    versions = {re.findall(r"python:(\d+)\.(\d+)", step.text)[0] for step in of("FROM")}
    assert len(versions) == 1
    assert tuple(map(int, versions.pop())) >= (3, 11)


def test_it_runs_as_nobody_special() -> None:  # DL3002
    users = [step.text for step in last_stage() if step.name == "USER"]
    assert users
    assert all(re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user) for user in users)
    assert not any(re.search(r"\bsudo\b", step.text) for step in of("RUN"))  # DL3004


def test_commands_need_no_shell_and_signals_reach_the_bot() -> None:  # DL3025, DL4003, DL4004
    for name in ("ENTRYPOINT", "CMD"):
        (step,) = [step for step in steps() if step.name == name]
        assert step.items
    assert of("ENTRYPOINT")[0].items == ["eu-celac-bot"]
    assert of("STOPSIGNAL")[0].text == "SIGTERM"


def test_health_is_asked_by_a_module_of_ours() -> None:
    (check,) = of("HEALTHCHECK")
    command = Step("CMD", check.text.split("CMD", 1)[1]).items
    assert command[:2] == ["python", "-m"]
    assert importlib.util.find_spec(command[2])


def test_paths_are_absolute_and_copies_come_from_a_stage_that_exists() -> None:
    assert all(step.text.startswith("/") for step in of("WORKDIR"))  # DL3000
    stages = {s.text.split()[-1] for s in of("FROM") if " AS " in s.text}
    for step in of("COPY"):
        parts = shlex.split(step.text)
        sources = [part for part in parts[:-1] if not part.startswith("--")]
        stage = re.match(r"--from=(\w+)", step.text)
        if stage:  # DL3022
            assert stage[1] in stages
        else:
            assert all((ROOT / source).exists() for source in sources)
            assert len(sources) == 1 or parts[-1].endswith("/")  # DL3021


def test_packages_come_with_hashes_and_no_cache_stays() -> None:  # DL3042
    installs = [
        i for step in of("RUN") for i in re.findall(r"pip (?:install|wheel)[^&]*", step.text)
    ]
    assert installs
    for install in installs:
        assert "--require-hashes" in install or "--no-index" in install
    assert any("PIP_NO_CACHE_DIR=1" in step.text for step in of("ENV"))
    assert not any(re.search(r"\bapt(-get)?\b|curl|wget", step.text) for step in of("RUN"))


def test_what_is_set_is_a_setting_and_no_secret() -> None:
    names = [name for step in of("ENV") for name in re.findall(r"(\w+)=", step.text)]
    assert set(names) <= TOLD | OF_OTHERS
    assert not any(re.search("TOKEN|SECRET|PASSWORD|DATABASE_URL", name) for name in names)


def test_the_knowledge_is_learnt_when_the_image_is_built() -> None:
    built = " ".join(step.text for step in of("RUN"))
    assert "eu-celac-bot learn" in built
    caches = {
        re.findall(r"XDG_CACHE_HOME=(\S+)", s.text)[0] for s in of("ENV") if "XDG_CACHE" in s.text
    }
    assert caches == {"/app/cache"}


def test_nothing_private_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    needed = {
        source
        for step in of("COPY")
        if "--from" not in step.text
        for source in shlex.split(step.text)[:-1]
    }
    assert needed == allowed


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_services_of_compose(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"bot", "replica", "proxy", "db"}
    assert "profiles" not in services["bot"]
    assert services["replica"]["deploy"]["replicas"] == 3
    assert services["replica"]["profiles"] == services["proxy"]["profiles"] == ["replicas"]
    for service in services.values():
        image = service["image"]
        assert image == "eu-celac-bot" or re.search(r":\d", image)
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["bot", "replica"])
def test_the_bots_of_compose_are_locked_down(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "/tmp" in service["tmpfs"]
    assert "ports" not in service
    assert service["depends_on"]["db"]["condition"] == "service_healthy"
    assert "healthcheck" in compose["services"]["db"]
    names = {key.removesuffix("_FILE") for key in service["environment"]}
    assert names <= TOLD
    for key, value in service["environment"].items():
        if key.endswith("_FILE"):
            assert value.rsplit("/", 1)[1] in service["secrets"]


def test_secrets_are_files_that_are_never_committed(compose: dict[str, Any]) -> None:
    used = {secret for s in compose["services"].values() for secret in s.get("secrets", [])}
    assert used == set(compose["secrets"])
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "secrets/" in ignored
    assert all(secret["file"].startswith("secrets/") for secret in compose["secrets"].values())
    volumes = {v.split(":")[0] for s in compose["services"].values() for v in s.get("volumes", [])}
    assert {name for name in volumes if not name.startswith("./")} == set(compose["volumes"])


def test_the_proxy_lets_the_webhook_through_and_nothing_else(compose: dict[str, Any]) -> None:
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    url = compose["services"]["replica"]["environment"]["WEBHOOK_URL"]
    path = "/" + url.rsplit("/", 1)[1]
    assert f"handle {path} {{" in caddy
    port = next(
        re.findall(r"LISTEN_PORT=(\d+)", s.text)[0] for s in of("ENV") if "LISTEN" in s.text
    )
    assert f"dynamic a replica {port}" in caddy
    assert caddy.count("{") == caddy.count("}")
    assert "respond 404" in caddy
