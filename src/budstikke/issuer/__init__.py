"""
The eID issuer: a customer of the post, who orders and sends activation codes like any sender.

It knows the post and the mailbox only from outside: by EDI over SFTP, their public addresses and its own mail. No other
service's tables or rules are known here. May import kit, law, formats and proof.
"""
