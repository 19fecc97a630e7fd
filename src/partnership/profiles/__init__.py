"""Serious and organised crime local profiles, and what they recommend."""
