"""The partner's door: referrals received, answered by link or account."""
