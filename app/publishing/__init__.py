"""How the aanbod changes and stays true: revisions, review, checks, reports and suggestions."""
