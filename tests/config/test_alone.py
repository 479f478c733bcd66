"""Two demos in one folder: the second one is refused in words."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from bot.chat.errors import Refusal
from config.alone import alone_in

_HOLDS = """
import pathlib, sys
from config.alone import alone_in
with alone_in(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    input()
"""


def test_a_second_one_is_refused_while_the_first_runs_and_only_then(tmp_path: Path) -> None:
    with (
        alone_in(tmp_path),
        pytest.raises(Refusal, match="A demo is running in the folder") as refused,
        alone_in(tmp_path),
    ):
        pass
    assert str(tmp_path) in str(refused.value)
    assert "stop it first" in refused.value.hint
    with alone_in(tmp_path):
        pass


def test_another_folder_is_another_matter(tmp_path: Path) -> None:
    with alone_in(tmp_path / "one"), alone_in(tmp_path / "not" / "there yet"):
        assert (tmp_path / "not" / "there yet").is_dir()
        assert S_IMODE((tmp_path / "not").stat().st_mode) == 0o700


def test_where_no_file_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with alone_in(tmp_path / "file"), alone_in(tmp_path / "file"):
        pass


async def test_one_that_was_killed_is_in_nobody_s_way(tmp_path: Path) -> None:
    held = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDS, str(tmp_path), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert held.stdout
    assert await held.stdout.readline() == b"held\n"
    with pytest.raises(Refusal), alone_in(tmp_path):
        pass
    held.send_signal(signal.SIGKILL)
    await held.wait()
    with alone_in(tmp_path):
        pass


async def test_the_program_says_so_and_ends(tmp_path: Path) -> None:
    env = {**os.environ, "HIRG_DATA_DIR": str(tmp_path), "HIRG_WEB__PORT": "0"}
    with alone_in(tmp_path / "demo"):
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", env=env, stderr=asyncio.subprocess.PIPE
        )
        _, said = await second.communicate()
    assert second.returncode == 2
    assert said.decode().startswith(f"A demo is running in the folder “{tmp_path}/demo” already. Open that one")
    assert not (tmp_path / "demo" / "hirg.db").exists()
