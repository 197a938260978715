"""Which import rules can be checked already?

import-linter stops at a module that does not exist. The rules in pyproject.toml name the finished product;
this drops what is not written yet, names what it dropped, and hands the rest to lint-imports.
"""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

LISTS = ("source_modules", "forbidden_modules", "layers", "modules")


def exists(checkout: Path, module: str) -> bool:
    path = checkout.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path.is_dir() and any(path.glob("*.py")))


def known(checkout: Path, module: str, roots: set[str]) -> bool:
    """Wildcards and other people's packages are left to import-linter."""
    return "*" in module or module.split(".")[0] not in roots or exists(checkout, module)


def narrowed(checkout: Path, rules: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The rules without modules that are not written yet, and the names of those."""
    roots, dropped = set(rules["root_packages"]), list[str]()

    def keep(modules: list[str]) -> list[str]:
        dropped.extend(name for name in modules if not known(checkout, name, roots))
        return [name for name in modules if known(checkout, name, roots)]

    contracts = [
        {key: keep(value) if key in LISTS else value for key, value in contract.items()}
        for contract in rules["contracts"]
    ]
    whole = [contract for contract in contracts if all(contract.get(key, True) for key in LISTS)]
    return {**rules, "root_packages": keep(rules["root_packages"]), "contracts": whole}, sorted(set(dropped))


def as_ini(rules: dict[str, Any]) -> str:
    def setting(key: str, value: Any) -> str:
        return f"{key} =\n    " + "\n    ".join(value) if isinstance(value, list) else f"{key} = {value}"

    head = ["[importlinter]", *(setting(key, value) for key, value in rules.items() if key != "contracts")]
    for number, contract in enumerate(rules["contracts"]):
        head += ["", f"[importlinter:contract:{number}]"]
        head += [setting(key, value) for key, value in contract.items()]
    return "\n".join(head) + "\n"


def main() -> int:
    checkout = Path.cwd()
    rules = tomllib.loads((checkout / "pyproject.toml").read_text())["tool"]["importlinter"]
    narrow, dropped = narrowed(checkout, rules)
    if dropped:
        print("Not written yet, so not checked:", ", ".join(dropped))
    config = checkout / ".run" / "importlinter.ini"
    config.parent.mkdir(exist_ok=True)
    config.write_text(as_ini(narrow))
    linter = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([linter, "--config", config], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
