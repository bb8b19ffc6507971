"""Photographs of every screen: ``python -m tests.screens`` (``make screens``) writes them into build/screens/."""
