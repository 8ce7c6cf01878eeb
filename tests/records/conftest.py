"""Tests of records import tables by name, so Django is set up before they are collected."""

from __future__ import annotations

import django

django.setup()
