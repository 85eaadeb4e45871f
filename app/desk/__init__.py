"""The onthaal's door: inbox, answering, referring, registration, rota."""
