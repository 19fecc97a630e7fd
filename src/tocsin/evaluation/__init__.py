"""Does it work: published scenarios, replays of the past, scripted emergences and the scorecard they add up to."""
