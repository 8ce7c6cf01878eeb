"""Bank files of our own making: camt with chosen entries, OCR giro with chosen faults; accounts are invented."""

from __future__ import annotations

CAMT_054 = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
ACCOUNT = "15060012347"


def transaction(amount: str, *, kid: str = "1234566", reference: str = "SPECIMEN-9") -> str:
    """One payment of an entry."""
    known = f"<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>" if reference else ""
    said = f"<RmtInf><Strd><CdtrRefInf><Ref>{kid}</Ref></CdtrRefInf></Strd></RmtInf>" if kid else ""
    return f'<TxDtls>{known}<Amt Ccy="NOK">{amount}</Amt>{said}</TxDtls>'


def entry(
    amount: str,
    *transactions: str,
    currency: str = "NOK",
    day: str = "2026-12-10",
    direction: str = "CRDT",
    reversal: str = "false",
) -> str:
    """One entry, booked."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><RvslInd>{reversal}</RvslInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>{day}</Dt></ValDt><NtryDtls>{''.join(transactions)}</NtryDtls></Ntry>"
    )


def camt(*entries: str, account: str = ACCOUNT) -> bytes:
    """A notification of version 8."""
    of = f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>" if account else ""
    inside = f"<Ntfctn><Id>1</Id>{of}{''.join(entries)}</Ntfctn>"
    return (
        f'<Document xmlns="{CAMT_054}"><BkToCstmrDbtCdtNtfctn>{inside}</BkToCstmrDbtCdtNtfctn></Document>'
    ).encode()


def ocr(
    *rows: tuple[str, int],
    amount: int | None = None,
    payments: int | None = None,
    cut: int = 0,
    day: str = "101226",
    after: str = "",
    archives: tuple[str, ...] = (),
) -> bytes:
    """An OCR giro file of (KID, øre), or of one payment; what is given besides is said wrongly."""
    paid = rows or (("1234566", 100),)
    total = sum(ore for _, ore in paid) if amount is None else amount
    count = len(paid) if payments is None else payments
    lines = [
        f"NY000010000080800000042{'00000001':8}".ljust(80, "0"),
        f"NY0900200001234560000007{ACCOUNT}".ljust(80, "0"),
    ]
    for nth, (kid, ore) in enumerate(paid, start=1):
        lines.append(f"NY091030{nth:07d}{day}99010000010{ore:017d}{kid:>25}000000")
        archive = archives[nth - 1] if archives else f"{nth:09d}"
        lines.append(f"NY091031{nth:07d}{'0' * 10}{archive}{'0' * 7}{day}{'15060054321'}".ljust(80, "0"))
    of_part = len(lines)
    lines.append(f"NY090088{count:08d}{of_part:08d}{total:017d}{day * 3}".ljust(80, "0"))
    lines.append(f"NY000089{count:08d}{of_part + 2:08d}{total:017d}{day}".ljust(80, "0"))
    if cut:
        lines = lines[:-cut]
    if after:
        lines.append(after.ljust(80, "0"))
    return "\r\n".join([*lines, ""]).encode("iso-8859-1")
