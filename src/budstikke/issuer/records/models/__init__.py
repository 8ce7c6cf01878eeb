"""
The issuer's tables, a file for each subject.

What a person is known by is sealed; found again by keyed hashes. May import nothing but Django.
"""

from budstikke.issuer.records.models.customers import Customer
from budstikke.issuer.records.models.maintenance import Incident, MaintenanceWindow

__all__ = ["Customer", "Incident", "MaintenanceWindow"]
