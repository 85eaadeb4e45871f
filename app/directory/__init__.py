"""What there is: houses, organizations, locations, offers, schedules and terms."""
