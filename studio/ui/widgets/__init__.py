"""Controls that know nothing of the studio: numbers, choices, sections."""
