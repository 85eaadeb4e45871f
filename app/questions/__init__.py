"""Questions, messages and referrals: ask, answer, refer, close the loop."""
