"""
Every table of the post, one subject per file.

Here live columns, keys and the constraints Django can state; triggers and row-level security are migration
0002. May import Django only.
"""

from budstikke.post.records.models.check import HandOver, IdCheck
from budstikke.post.records.models.counter import Clerk, Device, OpenCheck, Pushed, Station
from budstikke.post.records.models.event import Event, EventRule
from budstikke.post.records.models.evidence import Evidence, Report
from budstikke.post.records.models.interchange import Interchange, StatusFile, Told
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.log import Horizon, LogCheckpoint, LogEntry, LogNode
from budstikke.post.records.models.money import BillingLine, Invoice, InvoiceLine, Payment
from budstikke.post.records.models.notice import Notice
from budstikke.post.records.models.place import Outlet, Postcode
from budstikke.post.records.models.sender import NumberRange, Sender
from budstikke.post.records.models.trouble import (
    CountryCertificate,
    CountryRevocationList,
    KnownProblem,
    Outage,
    SupportCase,
)

__all__ = [
    "BillingLine",
    "Clerk",
    "CountryCertificate",
    "CountryRevocationList",
    "Device",
    "Event",
    "EventRule",
    "Evidence",
    "HandOver",
    "Horizon",
    "IdCheck",
    "Interchange",
    "Invoice",
    "InvoiceLine",
    "KnownProblem",
    "Letter",
    "LogCheckpoint",
    "LogEntry",
    "LogNode",
    "Notice",
    "NumberRange",
    "OpenCheck",
    "Outage",
    "Outlet",
    "Payment",
    "Postcode",
    "Pushed",
    "Report",
    "Sender",
    "Station",
    "StatusFile",
    "SupportCase",
    "Told",
]
