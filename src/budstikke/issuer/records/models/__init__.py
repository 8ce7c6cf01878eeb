"""
The issuer's tables, a file for each subject.

What a person is known by is sealed; found again by keyed hashes. May import nothing but Django.
"""

from budstikke.issuer.records.models.audit import AuditRow
from budstikke.issuer.records.models.cases import CaseAnswer, CaseFile, Inquiry
from budstikke.issuer.records.models.customers import Customer
from budstikke.issuer.records.models.eids import (
    Attempts,
    Eid,
    EidEvent,
    IssuedCertificate,
    Means,
    SignInAsked,
    Transfer,
)
from budstikke.issuer.records.models.help import HelpDraft, HelpIndex, HelpMiss, HelpSection, HelpVote
from budstikke.issuer.records.models.holds import Hold
from budstikke.issuer.records.models.maintenance import Incident, MaintenanceWindow
from budstikke.issuer.records.models.orders import (
    ActivationTry,
    Interchange,
    Letter,
    LetterEvent,
    LetterNews,
    Order,
    OrderDecision,
    Place,
    PrintRun,
    ReaderSession,
    RefundPaid,
    Report,
)
from budstikke.issuer.records.models.staff import Staff, StaffInvitation, TwoPersonRequest

__all__ = [
    "ActivationTry",
    "Attempts",
    "AuditRow",
    "CaseAnswer",
    "CaseFile",
    "Customer",
    "Eid",
    "EidEvent",
    "HelpDraft",
    "HelpIndex",
    "HelpMiss",
    "HelpSection",
    "HelpVote",
    "Hold",
    "Incident",
    "Inquiry",
    "Interchange",
    "IssuedCertificate",
    "Letter",
    "LetterEvent",
    "LetterNews",
    "MaintenanceWindow",
    "Means",
    "Order",
    "OrderDecision",
    "Place",
    "PrintRun",
    "ReaderSession",
    "RefundPaid",
    "Report",
    "SignInAsked",
    "Staff",
    "StaffInvitation",
    "Transfer",
    "TwoPersonRequest",
]
