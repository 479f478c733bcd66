"""Everything the bot says unasked: nothing lost, nothing twice."""
