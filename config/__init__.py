"""The top floor: settings, wiring, the command line, and the network's own words."""
