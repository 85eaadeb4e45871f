"""The agenda knows when things take place: rules of repetition, free days and opening hours."""
