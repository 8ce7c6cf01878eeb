"""
Every table of the post, one subject per file.

Here live columns, keys and the constraints Django can state; triggers and row-level security are migration
0002. May import Django only.
"""

from budstikke.post.records.models.access import AnsweredRequest, ApiKey, Ceiling
from budstikke.post.records.models.canary import Canary
from budstikke.post.records.models.check import HandOver, IdCheck
from budstikke.post.records.models.claim import Claim
from budstikke.post.records.models.client import ApiClient, UsedAssertion
from budstikke.post.records.models.counter import Clerk, Device, OpenCheck, Pushed, Station, Visit
from budstikke.post.records.models.delivery import Hindrance, Reconciliation
from budstikke.post.records.models.desk import DeskAct, LookUpMade, OrderAct
from budstikke.post.records.models.event import Event, EventRule, LettersEntered, Tally
from budstikke.post.records.models.evidence import Evidence, Report
from budstikke.post.records.models.extract import Extract
from budstikke.post.records.models.forwarding import (
    ForwardingCase,
    ForwardingCover,
    ForwardingEvent,
    ForwardingInterim,
    ForwardingNotice,
    ForwardingOrder,
    ForwardingPayment,
    ForwardingProof,
    ForwardingRule,
    LetterWarning,
)
from budstikke.post.records.models.interchange import Interchange, StatusFile, Told
from budstikke.post.records.models.keeping import Erasure, Hold, RecordTry, RelationshipEnd
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.log import Horizon, LogCheckpoint, LogEntry, LogNode
from budstikke.post.records.models.money import (
    BillingLine,
    GiroSum,
    Invoice,
    InvoiceLine,
    OddPayment,
    Payment,
    ToldPayment,
)
from budstikke.post.records.models.notice import Notice, NoticeTry
from budstikke.post.records.models.place import Outlet, Postcode, PostcodeEdition, PostcodePast
from budstikke.post.records.models.portal import Acceptance, Invitation, PortalUser, Upload
from budstikke.post.records.models.register import (
    ContactChange,
    Household,
    HouseholdMember,
    MoveMessage,
    MovingPerson,
    Person,
    PersonAlias,
    PostalAddress,
    RegisterCase,
    RegisterChange,
    RegisterRead,
    RegistryPointer,
)
from budstikke.post.records.models.sender import NumberRange, Sender
from budstikke.post.records.models.sftp import SftpUser
from budstikke.post.records.models.sorting import (
    DenyChange,
    DenyEntry,
    Snapshot,
    SortedItem,
    SortingBatch,
    SortingRow,
)
from budstikke.post.records.models.trouble import (
    CountryCertificate,
    CountryRevocationList,
    KnownProblem,
    Outage,
    SupportCase,
)
from budstikke.post.records.models.washing import Wash
from budstikke.post.records.models.webhook import Webhook, WebhookAttempt, WebhookDelivery

__all__ = [
    "Acceptance",
    "AnsweredRequest",
    "ApiClient",
    "ApiKey",
    "BillingLine",
    "Canary",
    "Ceiling",
    "Claim",
    "Clerk",
    "ContactChange",
    "CountryCertificate",
    "CountryRevocationList",
    "DenyChange",
    "DenyEntry",
    "DeskAct",
    "Device",
    "Erasure",
    "Event",
    "EventRule",
    "Evidence",
    "Extract",
    "ForwardingCase",
    "ForwardingCover",
    "ForwardingEvent",
    "ForwardingInterim",
    "ForwardingNotice",
    "ForwardingOrder",
    "ForwardingPayment",
    "ForwardingProof",
    "ForwardingRule",
    "GiroSum",
    "HandOver",
    "Hindrance",
    "Hold",
    "Horizon",
    "Household",
    "HouseholdMember",
    "IdCheck",
    "Interchange",
    "Invitation",
    "Invoice",
    "InvoiceLine",
    "KnownProblem",
    "Letter",
    "LetterWarning",
    "LettersEntered",
    "LogCheckpoint",
    "LogEntry",
    "LogNode",
    "LookUpMade",
    "MoveMessage",
    "MovingPerson",
    "Notice",
    "NoticeTry",
    "NumberRange",
    "OddPayment",
    "OpenCheck",
    "OrderAct",
    "Outage",
    "Outlet",
    "Payment",
    "Person",
    "PersonAlias",
    "PortalUser",
    "PostalAddress",
    "Postcode",
    "PostcodeEdition",
    "PostcodePast",
    "Pushed",
    "Reconciliation",
    "RecordTry",
    "RegisterCase",
    "RegisterChange",
    "RegisterRead",
    "RegistryPointer",
    "RelationshipEnd",
    "Report",
    "Sender",
    "SftpUser",
    "Snapshot",
    "SortedItem",
    "SortingBatch",
    "SortingRow",
    "Station",
    "StatusFile",
    "SupportCase",
    "Tally",
    "Told",
    "ToldPayment",
    "Upload",
    "UsedAssertion",
    "Visit",
    "Wash",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
]
