"""What was found, in rows for a file and in sentences for a person."""

from __future__ import annotations

from typing import Any

from tocsin.detection.clusters.finding import Cluster
from tocsin.detection.clusters.mapping import Outcome

COLUMNS = (
    "cluster",
    "rank",
    "level",
    "places",
    "centre",
    "from",
    "to",
    "observed",
    "expected",
    "relative_risk",
    "score",
    "p_gumbel",
    "p_monte_carlo",
    "replicas",
    "extrapolated",
)
NAMED = 3


def rows_of(outcome: Outcome, replicas: int) -> list[dict[str, Any]]:
    """A row a cluster, best first, with the columns of COLUMNS; `places` names its areas at its level, centre first."""
    return [_row(outcome, number, cluster, replicas) for number, cluster in enumerate(outcome.clusters, start=1)]


def _row(outcome: Outcome, number: int, cluster: Cluster, replicas: int) -> dict[str, Any]:
    names = names_of(outcome, cluster)
    return {
        "cluster": number,
        "rank": cluster.rank,
        "level": outcome.levels[cluster.level].name,
        "places": "; ".join(names),
        "centre": names[0],
        "from": outcome.window[cluster.duration - 1],
        "to": outcome.window[0],
        "observed": int(cluster.observed),
        "expected": round(cluster.expected, 3),
        "relative_risk": round(cluster.relative_risk, 4),
        "score": cluster.score,
        "p_gumbel": float(f"{cluster.p_gumbel:.4g}"),
        "p_monte_carlo": float(f"{cluster.p_monte_carlo:.4g}"),
        "replicas": replicas,
        "extrapolated": cluster.extrapolated,
    }


def names_of(outcome: Outcome, cluster: Cluster) -> list[str]:
    """The cluster's areas by name, the centre first."""
    return [outcome.levels[cluster.level].areas[area] for area in cluster.areas]


def where(outcome: Outcome, cluster: Cluster) -> str:
    """The cluster's areas in few words: by the first of them if there are many."""
    names = names_of(outcome, cluster)
    level = outcome.levels[cluster.level]
    if len(names) == len(level.areas) > 1:
        return "Everywhere"
    if len(names) <= NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[:NAMED])} and {len(names) - NAMED} more"


def since(outcome: Outcome, cluster: Cluster) -> str:
    """The cluster's periods in words."""
    first, last = outcome.window[cluster.duration - 1], outcome.window[0]
    return f"in {last}" if first == last else f"from {first} to {last}"


def found(outcome: Outcome, cluster: Cluster) -> str:
    """The finding as a sentence without its full stop."""
    expected = f"{cluster.expected:,.0f}" if cluster.expected >= 100 else f"{cluster.expected:,.1f}"
    return (
        f"{where(outcome, cluster)}: {cluster.observed:,.0f} counted {since(outcome, cluster)}, "
        f"{expected} expected ({cluster.relative_risk:.2g} times)"
    )


def chance(cluster: Cluster, replicas: int) -> str:
    """How unlikely it is, and what that rests on."""
    p = f"p = {cluster.p_gumbel:.2g}" if cluster.p_gumbel >= 1e-12 else "p < 1e-12"
    if cluster.extrapolated:
        return f"{p} by the Gumbel law alone: none of {replicas} random maps scored as high"
    return f"{p} (Gumbel); {cluster.p_monte_carlo:.2g} by rank among {replicas} random maps"
