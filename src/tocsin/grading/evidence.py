"""How much an excess says: its p-value as an evidence ratio, discounted by how far its source is believed."""

from __future__ import annotations

from math import expm1, log, log1p

# Beyond a hundred to one the method is more in doubt than chance is, so a smaller p adds nothing.
MOST_EVIDENCE = 100.0


def evidence_ratio(p: float) -> float:
    """How many times likelier such a p-value is if something changed than if nothing did; at most MOST_EVIDENCE.

    The calibration (1 − p + p ln p) / (p ln² p). It averages at most 1 when nothing has changed, so that a product of
    independent ones is as seldom large by chance as it says (an e-value), and it stays below −1 / (e p ln p), the
    most that any alternative of that family could make of p. A count that is no surprise gives about a half.

    Source: Vovk & Wang (2021), Ann. Statist. 49, 1736–1754, equation 2; the bound is that of Sellke, Bayarri & Berger
    (2001), Am. Stat. 55, 62–71.

    >>> round(evidence_ratio(0.01), 2), evidence_ratio(1e-12)
    (4.45, 100.0)
    """
    p = min(max(p, 1e-300), 1.0)
    if p > 0.999:
        return 0.5  # the limit; the formula is nought over nought there
    return min((1 - p + p * log(p)) / (p * log(p) ** 2), MOST_EVIDENCE)


def discounted(log_ratio: float, reliability: float) -> float:
    """The natural logarithm of the evidence ratio, if what the source tells is worth telling only so often.

    When it is not, its telling is as likely either way: the ratio is 1 with chance 1 − reliability. So doubt draws
    evidence towards nothing and never turns it round. Weights like these were introduced by Shafer (1976), A
    Mathematical Theory of Evidence, as discounting; here they mix likelihoods, and no rule of combination that divides
    by conflict (Dempster's) is used anywhere.

    >>> round(discounted(log(10), 0.5), 3) == round(log(5.5), 3)
    True
    """
    return log1p(reliability * expm1(log_ratio))
