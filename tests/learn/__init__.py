"""Learning what people type, from config/examples: `make learn`."""
