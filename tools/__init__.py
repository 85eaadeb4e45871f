"""Tools are run by developers, never by the site."""
