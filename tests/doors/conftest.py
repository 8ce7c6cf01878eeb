"""Tests of doors import them by name, so Django is set up before they are collected."""

from __future__ import annotations

import django

django.setup()
