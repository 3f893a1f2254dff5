"""The gallery of a project's runs."""
