"""The default runner: a pool of processes on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tocsin.runners.shards import Shard, run_shard


def run_local(shards: Sequence[Shard], *, workers: int, on_done: Callable[[Shard], None]) -> None:
    """Run every shard that is not done yet; `on_done` is called after each, and at once for those done before.

    workers  1 runs in this process
    Stopped part-way, what is done stays done: the same call goes on from there.
    """
    waiting: list[Shard] = []
    for shard in shards:
        if shard.is_done:
            on_done(shard)
        else:
            waiting.append(shard)
    if workers == 1 or len(waiting) <= 1:
        for shard in waiting:
            run_shard(shard)
            on_done(shard)
        return
    pool = ProcessPoolExecutor(min(workers, len(waiting)), mp_context=get_context("spawn"))
    try:
        futures = {pool.submit(run_shard, shard): shard for shard in waiting}
        for future in as_completed(futures):
            future.result()
            on_done(futures[future])
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
