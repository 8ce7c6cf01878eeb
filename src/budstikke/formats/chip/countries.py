"""Which country's certificate may sign for an issuing state: three letters of a zone to two of a certificate."""

from __future__ import annotations

import re

# ISO 3166-1: the three letters, then the two.
_ISO = """
ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI
BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT
BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU
CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET
FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR
GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR
IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB
LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE
NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL
PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ
SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC
TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY
USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
"""

# Codes of Doc 9303-3 that ISO does not have, and states that sign for more than one code.
_MORE = {
    "D": ("DE",),
    "GBD": ("GB",),
    "GBN": ("GB",),
    "GBO": ("GB",),
    "GBP": ("GB",),
    "GBS": ("GB",),
    "EUE": ("EU",),
    "RKS": ("KS", "XK"),
    "UNO": ("UN",),
    "UNA": ("UN",),
    "UNK": ("UN", "KS"),
    "XOM": ("XO", "XM"),
    "XPO": ("XP",),
    "UTO": ("UT",),
    "CHN": ("HK", "MO"),
    "HKG": ("CN",),
    "MAC": ("CN",),
}  # fmt: skip

_SIGNERS = {code[:3]: (code[3:],) for code in _ISO.split()}
_SIGNERS = {code: (*_SIGNERS.get(code, ()), *_MORE.get(code, ())) for code in (*_SIGNERS, *_MORE)}


def may_sign(*, country: str, issuing_state: str) -> bool:
    """Say whether certificates of a country sign documents of an issuing state (fillers allowed in its code)."""
    return country in _SIGNERS.get(re.sub("<+$", "", issuing_state), ())


def country_of(issuing_state: str) -> str:
    """Return the country code that certificates of an issuing state carry, its own code where none is known."""
    plain = re.sub("<+$", "", issuing_state)
    return _SIGNERS.get(plain, (plain,))[0]
