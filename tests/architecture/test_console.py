"""The reader of console sessions sees every command, and sees how it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.console import Command, commands, wallet_calls

PAGE = """# Title

$ not a command

```console run
$ wallet init
output
$ wallet verify altered.json  # exit 1
```

```python
$ not this
```

   ```console
   $ wallet present 1 2 \\
   >     --audience https://employer.example
   ```
"""


def test_commands_of_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert commands(page) == [
        Command(line=6, text="wallet init", exit_code=0, runs=True),
        Command(line=8, text="wallet verify altered.json  # exit 1", exit_code=1, runs=True),
        Command(line=16, text="wallet present 1 2 --audience https://employer.example", exit_code=0, runs=False),
    ]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("wallet", [[]]),
        ("wallet list --json | head -1", [["list", "--json"]]),
        ("cat badge.json | wallet verify - > report.json", [["verify", "-"]]),
        ("wallet list >list.txt && .venv/bin/wallet show 'a b'", [["list"], ["show", "a b"]]),
        ("WALLET_LANG=ja wallet list # exit 3", [["list"]]),
        ("make wallet", []),
        ("wallet init 2> talk.txt --keyring < words", [["init", "--keyring"]]),
    ],
)
def test_calls_of_the_wallet(text: str, calls: list[list[str]]) -> None:
    assert wallet_calls(text) == calls
