"""
The issuer's certificates for everybody: root, issuing certificate, revocation list, and answers by OCSP.

Nobody signs in here and nothing of a person is told. May import what every door may.
"""
