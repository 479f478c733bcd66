"""What is held about somebody by name: shown, taken along, erased."""
