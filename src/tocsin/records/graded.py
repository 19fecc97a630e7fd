"""What is told of a signal and of those who stand behind it; and what people decided about it."""

from __future__ import annotations

import pyarrow as pa

# One line of the sum that a signal's strength is.
FUSION = pa.struct(
    [
        ("source_group", pa.string()),
        ("source", pa.string()),
        ("series_id", pa.string()),  # the excess that this group stands behind
        ("reliability", pa.float64()),  # 0 to 1: its evaluation, and what became of earlier signals like this
        ("evidence", pa.float64()),  # log10 of the evidence ratio, discounted
        ("counted", pa.bool_()),
        ("why", pa.string()),
    ]
)

SIGNAL = pa.schema(
    [
        ("signal_id", pa.string()),  # first 16 hex digits of sha256(series_id, first_excess)
        ("series_id", pa.string()),
        ("source", pa.string()),
        ("threat", pa.string()),
        ("threat_name", pa.string()),
        ("measure", pa.string()),
        ("area_code", pa.string()),
        ("area_name", pa.string()),
        ("area_level", pa.string()),  # district, force, country or world
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("observed", pa.int64()),
        ("expected", pa.float64()),
        ("upper", pa.float64()),
        ("p", pa.float64()),
        ("q", pa.float64()),
        ("first_excess", pa.string()),
        ("baseline", pa.string()),
        ("method", pa.string()),
        ("method_version", pa.string()),
        ("level", pa.string()),  # watch, signal or warning
        ("level_reason", pa.string()),
        ("source_groups", pa.list_(pa.string())),  # independent groups that agree
        ("statement", pa.string()),  # one sentence for a board
        ("would_lower", pa.list_(pa.string())),  # what would make it weaker, one sentence each
        ("discovery", pa.string()),  # proactive: the count grows with the looking; or reported
        ("concept_id", pa.string()),  # the concept that bears it out; null where none does
        ("strength", pa.float64()),  # log10 of the fused evidence ratio: 1 is ten to one
        ("fusion", pa.list_(FUSION)),  # what that is the sum of, and what was left out of it and why
        ("false_alarm_rate", pa.float64()),  # its method's, measured in its stratum; null where not measured
        ("false_alarm_words", pa.string()),
        ("stands_across_periods", pa.bool_()),  # within what LORD++ allots; null where one period is assessed
        ("record_confirmed", pa.int64()),  # other signals of this threat, measure and level of area
        ("record_watching", pa.int64()),
        ("record_dismissed", pa.int64()),
        ("record_disrupted", pa.int64()),  # of them, those on which an accepted disruption rests
        ("possible_recording_change", pa.bool_()),
        ("cautions", pa.list_(pa.string())),  # what a reader should ask first, one sentence each
    ]
)

STATEMENT = pa.struct(
    [
        ("threat", pa.string()),
        ("indicator", pa.string()),  # a term's key, or the measure of a count; null where the threat alone is said
        ("area_code", pa.string()),
    ]
)

CONCEPT = pa.schema(
    [
        ("concept_id", pa.string()),  # first 16 hex digits of sha256 over window, extent and intent
        ("window_start", pa.date32()),  # the excesses of this stretch of time were set side by side
        ("window_end", pa.date32()),
        ("extent", pa.list_(pa.string())),  # independent source groups; those that share one origin joined by +
        ("intent", pa.list_(STATEMENT)),  # everything that all of them say
        ("words", pa.string()),
        ("size", pa.int64()),  # how many independent groups
        ("support", pa.float64()),  # their share of all groups of the window
        ("signal_ids", pa.list_(pa.string())),  # the signals of which it speaks
    ]
)

CONCEPT_LINK = pa.schema(
    [
        ("concept_id", pa.string()),
        ("narrower_id", pa.string()),  # fewer groups that say more, with nothing between the two
    ]
)

# Words and phrases that nobody listed.
EMERGING = pa.schema(
    [
        ("term", pa.string()),  # small letters; of its variants the most used
        ("period", pa.string()),  # the one assessed
        ("area", pa.string()),  # overall, or an area's code
        ("count", pa.int64()),  # documents in the periods added up
        ("expected", pa.float64()),  # the same if nothing had changed
        ("p", pa.float64()),  # chance of at least this count if nothing had changed
        ("q", pa.float64()),  # among all terms of the period (of all areas, for an area)
        ("rank", pa.int64()),  # within the period and area, 1 the most unusual
        ("first_excess", pa.string()),  # first period of the burst that is on
        ("raised_in", pa.string()),  # the period at whose end this could be said: period + lag
        ("level", pa.string()),  # raised, one source, or below
        ("flags", pa.string()),  # "possible recording change", "proper noun", "may be a name"; joined by "; "
        (
            "first_raised",
            pa.string(),
        ),  # first period in which it was raised, as far back as this run goes; null if never
        ("periods_added", pa.int64()),  # how many periods, the last being the one assessed
        ("documents", pa.int64()),  # in those periods, whatever their words
        ("groups", pa.int64()),  # independent source groups that use it; null where none is known
        ("areas", pa.int64()),  # areas in which it is used; null where none is known
        ("keyness", pa.float64()),  # signed G² against the past
        ("variants", pa.string()),  # other writings counted with it, joined by "; "
        # What follows is null where a row is neither among the first nor near to being raised.
        ("beside", pa.string()),  # words telling of the same documents
        ("phrases", pa.string()),  # shorter or longer phrases told by this row
        ("visibility", pa.float64()),
        ("visibility_growth", pa.float64()),  # doublings of the share of documents
        ("diffusion", pa.float64()),
        ("diffusion_growth", pa.float64()),  # doublings of the share of source groups, or areas
        ("quotes", pa.list_(pa.struct([("doc_id", pa.string()), ("quote", pa.string())]))),
    ]
)

WINDOW = pa.schema(
    [
        ("signal_id", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("observed", pa.int64()),
        ("denominator", pa.float64()),
        ("expected", pa.float64()),  # null where that period was not assessed
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)

QUOTE = pa.schema(
    [
        ("signal_id", pa.string()),
        ("rank", pa.int64()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("source_group", pa.string()),
        ("link", pa.string()),
        ("quote", pa.string()),
        ("term", pa.string()),  # the words that raised it; for a count, the category
        ("content_hash", pa.string()),  # of the document's text, or of the data file
        ("where", pa.string()),  # file and row it was read from
    ]
)

SOURCE_HEALTH = pa.schema(
    [
        ("source", pa.string()),
        ("kind", pa.string()),
        ("source_group", pa.string()),
        ("licence", pa.string()),
        ("marking", pa.string()),  # OFFICIAL or OFFICIAL-SENSITIVE
        ("handling", pa.string()),  # 3x5x2: P, or C with conditions
        ("conditions", pa.string()),
        ("agency", pa.string()),  # whose it is; empty for what is published
        ("records_read", pa.int64()),
        ("set_aside", pa.int64()),
        ("newest", pa.date32()),
        ("state", pa.string()),  # ok, partial or failed
        ("message", pa.string()),
    ]
)

AREA = pa.schema(
    [
        ("area_code", pa.string()),
        ("name", pa.string()),
        ("level", pa.string()),
        ("parent_code", pa.string()),
    ]
)

THREAT = pa.schema(
    [
        ("threat", pa.string()),
        ("name", pa.string()),
        ("definition", pa.string()),
    ]
)

VERDICT = pa.schema(
    [
        ("signal_id", pa.string()),
        ("series_id", pa.string()),
        ("state", pa.string()),  # confirmed, watching or dismissed
        ("reason", pa.string()),
        ("decided_at", pa.timestamp("us", tz="UTC")),
        ("decided_by_role", pa.string()),  # a role, never a name
    ]
)

# What came of a signal, however many steps later. Associated with it: nobody says that it came of the signal.
OUTCOME = pa.schema(
    [
        ("signal_id", pa.string()),
        ("series_id", pa.string()),
        ("disruptions", pa.int64()),  # accepted by a moderator; each event once, however many agencies had a part
        ("highest_grade", pa.string()),  # minor, moderate or major; null where there is no disruption
        ("outcomes", pa.int64()),  # changes in a harm that were recorded, whichever way
        ("outcomes_less", pa.int64()),  # those of them that say there is less of it
    ]
)

# Beside a file of verdicts stands what came of the signals: verdicts.parquet, verdicts.outcomes.parquet.
OUTCOMES_SUFFIX = ".outcomes.parquet"
