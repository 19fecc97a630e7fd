# Bounds of surveillance::farringtonFlexible for the rows of a file of counts, and how long that took.
# Rscript farrington.R COUNTS.csv OUT.csv NAME=VALUE …     no header, one series a row, an empty cell is a gap
# NAME is first (the first period assessed, counted from 1), population (a file like COUNTS.csv), or one of R's own
# numeric or logical settings, or thresholdMethod or powertrans. The last line printed holds the seconds of elapsed
# and of processor time that farringtonFlexible took, reading and writing left out.
suppressMessages(library(surveillance))

written <- commandArgs(TRUE)
counts <- t(as.matrix(read.csv(written[1], header = FALSE)))
dimnames(counts) <- NULL
control <- list(b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, reweight = TRUE, weightsThreshold = 2.58,
                trend = TRUE, pThresholdTrend = 1, limit54 = c(0, 4), alpha = 0.005, thresholdMethod = "nbPlugin",
                glmWarnings = FALSE)
first <- 1
population <- NULL
for (setting in strsplit(written[-(1:2)], "=")) {
  value <- type.convert(setting[2], as.is = TRUE)
  if (setting[1] == "first") first <- value
  else if (setting[1] == "population") population <- t(as.matrix(read.csv(value, header = FALSE)))
  else control[[setting[1]]] <- value
}
control$range <- first:nrow(counts)
if (!is.null(population)) control$populationOffset <- TRUE

answers <- NULL
took <- proc.time() * 0
for (series in seq_len(ncol(counts))) {
  parts <- list(observed = counts[, series, drop = FALSE], frequency = 52, start = c(2001, 1))
  if (!is.null(population)) parts$population <- population[, series, drop = FALSE]
  observed <- do.call(sts, parts)
  begin <- proc.time()
  said <- suppressWarnings(farringtonFlexible(observed, control))
  took <- took + (proc.time() - begin)
  answers <- rbind(answers, data.frame(series = series, period = control$range,
                                       upper = as.numeric(upperbound(said)), alarm = as.integer(alarms(said)),
                                       expected = as.numeric(said@control$expected),
                                       p = as.numeric(said@control$pvalue)))
}
for (column in c("upper", "expected", "p")) answers[[column]] <- format(answers[[column]], digits = 15)
write.csv(answers, written[2], row.names = FALSE, quote = FALSE)
cat(took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], "\n")
