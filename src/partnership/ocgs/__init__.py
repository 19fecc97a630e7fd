"""Organised crime groups by code name, who answers for them, and what enables them."""
