"""
Every table of the post, one subject per file.

Here live columns, keys and the constraints Django can state; triggers and row-level security are migration
0002. May import Django only.
"""

from budstikke.post.records.models.access import ApiKey, Ceiling
from budstikke.post.records.models.check import HandOver, IdCheck
from budstikke.post.records.models.client import ApiClient, UsedAssertion
from budstikke.post.records.models.counter import Clerk, Device, OpenCheck, Pushed, Station
from budstikke.post.records.models.delivery import Hindrance, Reconciliation
from budstikke.post.records.models.desk import DeskAct, LookUpMade
from budstikke.post.records.models.event import Event, EventRule
from budstikke.post.records.models.evidence import Evidence, Report
from budstikke.post.records.models.extract import Extract
from budstikke.post.records.models.interchange import Interchange, StatusFile, Told
from budstikke.post.records.models.keeping import Erasure, Hold, RecordTry, RelationshipEnd
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.log import Horizon, LogCheckpoint, LogEntry, LogNode
from budstikke.post.records.models.money import BillingLine, Invoice, InvoiceLine, Payment
from budstikke.post.records.models.notice import Notice, NoticeTry
from budstikke.post.records.models.place import Outlet, Postcode
from budstikke.post.records.models.portal import Acceptance, Invitation, PortalUser, Upload
from budstikke.post.records.models.sender import NumberRange, Sender
from budstikke.post.records.models.sftp import SftpUser
from budstikke.post.records.models.trouble import (
    CountryCertificate,
    CountryRevocationList,
    KnownProblem,
    Outage,
    SupportCase,
)
from budstikke.post.records.models.webhook import Webhook, WebhookAttempt, WebhookDelivery

__all__ = [
    "Acceptance",
    "ApiClient",
    "ApiKey",
    "BillingLine",
    "Ceiling",
    "Clerk",
    "CountryCertificate",
    "CountryRevocationList",
    "DeskAct",
    "Device",
    "Erasure",
    "Event",
    "EventRule",
    "Evidence",
    "Extract",
    "HandOver",
    "Hindrance",
    "Hold",
    "Horizon",
    "IdCheck",
    "Interchange",
    "Invitation",
    "Invoice",
    "InvoiceLine",
    "KnownProblem",
    "Letter",
    "LogCheckpoint",
    "LogEntry",
    "LogNode",
    "LookUpMade",
    "Notice",
    "NoticeTry",
    "NumberRange",
    "OpenCheck",
    "Outage",
    "Outlet",
    "Payment",
    "PortalUser",
    "Postcode",
    "Pushed",
    "Reconciliation",
    "RecordTry",
    "RelationshipEnd",
    "Report",
    "Sender",
    "SftpUser",
    "Station",
    "StatusFile",
    "SupportCase",
    "Told",
    "Upload",
    "UsedAssertion",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
]
