"""Where a scan runs. A runner only runs shards; what they mean is scan's business."""

from tocsin.runners.local import run_local
from tocsin.runners.shards import Shard, run_shard, shard_key

__all__ = ["Shard", "run_local", "run_shard", "shard_key"]
