"""The fiche of an own offer, a part at a time: hours, conditions, contact, photos."""
