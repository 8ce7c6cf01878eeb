"""
UBL 2.1 invoices and credit notes as EHF (Peppol BIS Billing 3.0): values to bytes, bytes to values, and the rules.

Here live the document's values, the writer, the reader and a table of the rules of EN 16931, Peppol and Norway that
such documents are judged by. What is invoiced, and when, is not decided here. May import libraries and its
neighbours in formats only.
"""

from budstikke.formats.ubl.judging import Finding, judge
from budstikke.formats.ubl.reading import read
from budstikke.formats.ubl.values import Corrected, Document, Line, Organisation, Vat
from budstikke.formats.ubl.writing import write

__all__ = ["Corrected", "Document", "Finding", "Line", "Organisation", "Vat", "judge", "read", "write"]
