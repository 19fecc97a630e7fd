"""The site where police, councils and charities act on early warnings and answer for it."""
