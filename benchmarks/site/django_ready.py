"""Importing this sets Django up, so that the site's models can be imported after it."""

import django

django.setup()
