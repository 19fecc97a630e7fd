"""Words and phrases that nobody listed, the moment more independent voices use them than their past explains."""
