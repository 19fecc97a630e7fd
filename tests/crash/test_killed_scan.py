"""A scan killed at any moment loses nothing: run again, it ends with the very store of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOCSIN = Path(sys.executable).with_name("tocsin")
KILLS = 8


def scan(world, store: Path) -> subprocess.Popen[bytes]:
    command = [TOCSIN, "scan", "--watch", world.watch, "--store", store, "--workers", "2", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def digest(store: Path) -> str:
    return subprocess.run([TOCSIN, "digest", "--store", store], capture_output=True, text=True, check=True).stdout


def grow(world, times: int) -> None:
    """Make the news long enough that a scan is cut into shards which take a while."""
    lines = world.news.read_text(encoding="utf-8").splitlines(keepends=True)
    with world.news.open("a", encoding="utf-8") as file:
        for n in range(times):
            file.writelines(
                line.replace("The council", f"Council {n}").replace("Story", f"Story {n}") for line in lines[1:]
            )


def written(store: Path) -> int:
    return sum(1 for _ in store.rglob("*.parquet")) + sum(1 for _ in store.rglob("*.unfinished"))


@pytest.mark.crash
def test_a_scan_killed_again_and_again_ends_with_the_store_of_an_undisturbed_one(world, tmp_path):
    grow(world, 8)
    undisturbed = scan(world, tmp_path / "undisturbed")
    assert undisturbed.wait(timeout=120) == 0, undisturbed.stderr.read()
    chance = random.Random(637)  # noqa: S311 - a fixed seed for when to kill
    store = tmp_path / "killed"
    killed = 0
    for _ in range(KILLS):
        process, before = scan(world, store), written(store)
        deadline = time.monotonic() + 60
        while process.poll() is None and written(store) <= before and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait(timeout=60)

    final = scan(world, store)

    assert final.wait(timeout=120) == 0, final.stderr.read()
    assert killed >= KILLS // 2
    assert digest(store) == digest(tmp_path / "undisturbed")
    assert not list(store.rglob("*.unfinished"))
    assert not list(store.rglob(".preparing-*"))


@pytest.mark.crash
def test_ctrl_c_says_how_to_go_on_and_the_next_run_finishes(world, tmp_path):
    grow(world, 8)
    process = scan(world, tmp_path / "store")
    while process.poll() is None and written(tmp_path / "store") < 3:
        time.sleep(0.005)

    os.killpg(process.pid, signal.SIGINT)

    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert "run the same command again" in said
    assert scan(world, tmp_path / "store").wait(timeout=120) == 0
