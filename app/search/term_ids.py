"""What the ids of the taxonomy tell by how they begin; those of themes have no such beginning."""

ACCESSIBILITY = "acc-"
CIRCUMSTANCES = (ACCESSIBILITY, "pass-", "age-", "for-", "aud-")
"""For whom it is, or under what conditions: never what somebody asks for."""
NO_THEMES = (*CIRCUMSTANCES, "form-", "org-")
"""Also how it is given, and by whom."""
UNSEARCHED = ("moment-", "channel-")
"""Of offers, and in no search."""
