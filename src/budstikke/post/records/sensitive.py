"""
Every column of the post, marked: open, readable with a reason, sealed, or a keyed hash of what is sealed.

A column that is not here fails tests/house/test_records.py; so does a sealed one whose value opens otherwise than
this table says. Rotating the data key follows SEALED, rotating the look-up key KEYED.
"""

from __future__ import annotations

from budstikke.kit.resealing import KeyedColumn, SealedColumn

# Says nothing of a private person: codes, references, places, firms, moments, hashes, pseudonyms of staff. What a
# sender was told of an order file is references and codes. Certificates are published by
# the states; the log is public: hashes of documents in which everything personal is salted.
OPEN = {
    "account_emailconfirmation": "id created sent key email_address_id",
    "answered_request": "id sender_id key sha256 answer answered_at",
    "api_client": "id sender_id client_id label public_keys scopes created_at revoked_at",
    "api_key": "id sender_id uid key_sha256 label roles created_at revoked_at",
    "auth_group": "id name",
    "auth_group_permissions": "id group_id permission_id",
    "auth_permission": "id name content_type_id codename",
    "auth_user": "id last_login is_superuser is_staff is_active date_joined",
    "auth_user_groups": "id user_id group_id",
    "auth_user_user_permissions": "id user_id permission_id",
    "acceptance": "id sender_id edition obliged_as mailbox_organisation_number accepted_by_id accepted_at evidence_id",
    "account_emailaddress": "id verified primary user_id",
    "billing_line": "id item amount_ore vat_percent price_list clauses billed_on letter_id sender_id"
    " invoice_line_id credit_line_id",
    "canary": "id reference ordered_at through_at alarmed_at",
    "ceiling": "caller second used",
    "claim": "id kind claimant opened_at opened_by told_on discovered_on claimed_ore state value_ore negligence ground"
    " grants amount_ore decision decided_at decided_by confirmed_by settled_at settled_on credit_note_id answer_id"
    " letter_id sender_id",
    "clerk": "user_id pseudonym roles left_at outlet_id",
    "contact_change": "id ref person_id way asked_at tries changed_at told_at removes undone_at",
    "country_certificate": "sha256 country key_identifier content source imported_at",
    "country_revocation_list": "sha256 country issuer made_at renew_at content source imported_at",
    "desk_act": "id what why details asked_at asked_by waits confirmed decided_at decided_by letter_id sender_id",
    "device": "id kind model routine secret_sha256 works fault heard_at revoked_at outlet_id station_id",
    "django_content_type": "id app_label model",
    "django_migrations": "id app name applied",
    "django_session": "session_key expire_date",
    "erasure": "id moment erased_at evidence_id letter_id sender_id",
    "event": "id code happened_at recorded_at at_place actor from_place to_place decision letter_id sender_id"
    " recorded_in",
    "event_rule": "code from_state to_state custody",
    "evidence": "id uuid event_id forwarding_event_id sorting_batch_id name made_at sha256 letter_id interchange_id"
    " sender_id recorded_in",
    "deny_change": "id at",
    "deny_entry": "id address name numbers source",
    "extract": "id sender_id kind from_on to_on asked_at finished_at failed rows",
    "forwarding_case": "id order_id channel discovered_on complained_at claimed_ore consequential_ore answer"
    " compensation_ore closed_at closed_by",
    "forwarding_cover": "id order_id person_id subject adult confirmed_at confirmed_by left_out_at registry_agreed_at"
    " claim counts days",
    "forwarding_event": "id order_id person_id code happened_at recorded_at actor days decision recorded_in",
    "forwarding_interim": "id order_id deliver_on carried_out_at",
    "forwarding_notice": "id order_id cover_id kind channel ordinal mark token_sha256 made_at sent_at failed",
    "forwarding_order": "id reference service customer scope channel edition price_list orderer_id"
    " organisation_number organisation_name new_zone new_kind parcels identified_by device shown_sha256"
    " role_waits ordered_at effective_on release_on state days",
    "forwarding_payment": "id order_id reference purpose means amount_ore refunded_ore lines wanted state"
    " provider_reference made_at settled_at",
    "forwarding_proof": "id order_id media_type size_bytes sha256 added_at added_by",
    "forwarding_rule": "id code from_state to_state moves_days takes_days",
    "hand_over": "letter_id passed clerk handed_over_at handed_over_on signing evidence_id id_check_id sender_id",
    "hindrance": "letter_id code words lasting tries first_at last_at",
    "hold": "id reason placed_at placed_by lifted_at lifted_by letter_id sender_id",
    "horizon": "name below",
    "letters_entered": "id sender_id letters recorded_in",
    "tally": "place letters",
    "household": "id ref order_ref named_at",
    "household_member": "id household_id person_id joined_on left_on",
    "id_check": "id nonce clerk device checked_at passed findings decision letter_id outlet_id sender_id",
    "interchange": "id sender_edi_id recipient_edi_id reference received_at sha256 booked rejected refused sender_id",
    "invitation": "id sender_id roles token_sha256 made_by_id made_at expires_at used_at withdrawn_at",
    "invoice": "id kind number sender_id month credits_id reason issued_on made_at due_on first_on last_on kid account"
    " net_ore vat_ore rates seller buyer ubl",
    "invoice_line": "id invoice_id sender_id item quantity unit_ore net_ore vat_percent price_list clauses first_on"
    " last_on",
    "known_problem": "id device_model issuing_state document_kind number_begins words_no words_en do_no do_en"
    " holds_deadline starts_at ends_at published_at published_by outlet_id",
    "letter": "id number edition consignment_number order_reference passport_only envelope weight_g thickness_mm"
    " return_street return_postcode return_city booked_at state place handed_in_on ready_at notified_on"
    " notice_channel remind_on later_reminders reminders_made last_collect_day delivered_at interchange_id"
    " outlet_id sender_id",
    "letter_warning": "letter_id due_at ways ended_at outcome",
    "log_checkpoint": "id origin size root made_at protected signature",
    "log_entry": "index leaf_hash evidence_id",
    "log_node": "level nth hash",
    # What was searched for is a keyed hash that is never computed anew: nobody kept what it is of.
    "look_up_made": "id at clerk by reason searched_keyed found letter_id reference",
    "mfa_authenticator": "id type user_id created_at last_used_at",
    "move_message": "id ref order_ref annuls_id made_at batch sent_at receipt refused",
    "moving_person": "id move_id person_id agreed_at",
    "notice": "id kind ordinal made_at channel failed_channels sent_at wording is_held held_until letter_id sender_id",
    "notice_try": "id channel key tried_at taken code receipt receipt_code receipt_at batch notice_id sender_id",
    "number_range": "id prefix first_serial last_serial next_serial sender_id",
    "open_check": "nonce clerk opened_at touched_at check_made_id letter_id sender_id station_id taken_from_id",
    "order_act": "id order_id why asked_at asked_by waits confirmed decided_at decided_by",
    "outage": "id cause from_at until_at given_back_on outlet_id",
    "outlet": "id name kind street postcode city latitude longitude hours_no hours_en has_scanner scanner_works",
    "person": "id ref contact_changed_on reserved_at locked_at merged_into_id entered_at",
    "person_alias": "id person_id until_on source",
    "postal_address": "id ref person_id kind held source source_ref recorded_at",
    "odd_payment": "id reference kid amount_ore paid_on why found_at done_at done_by how payment_id",
    "told_payment": "id reference source account archive kid amount_ore paid_on booked_on taken_back same_as_id unsure"
    " bundle entry entry_payments told_at",
    "giro_sum": "id bundle payment_id told_at",
    "payment": "id sender_id invoice_id reference amount_ore paid_on registered_at",
    "portal_user": "user_id sender_id roles left_at",
    "postcode": "code city municipality_number municipality category since_on gone_on outlet_id",
    "postcode_edition": "id valid_from imported_at rows sha256",
    "postcode_past": "id code city municipality_number municipality category since_on until_on",
    "procrastinate_events": "id job_id type at",
    "procrastinate_jobs": "id queue_name task_name lock args status scheduled_at attempts queueing_lock priority"
    " abort_requested worker_id",
    "procrastinate_periodic_defers": "id task_name defer_timestamp job_id periodic_id",
    "procrastinate_workers": "id last_heartbeat",
    "pushed": "nonce source received_at device_id open_check_id visit_id sender_id",
    "reconciliation": "id at handed_over sealed sent in_mailbox stuck queued_again",
    "record_try": "id tried_at letter_id",
    "register_case": "id ref person_id kind edition received_on due_on prolonged_on opened_at opened_by closed_at"
    " closed_by outcome",
    "register_change": "id ref person_id at code source source_ref actor decision recorded_in",
    "register_read": "id person_id at reader purpose fields about",
    "registry_pointer": "name sequence etag extract_since extract_after extract_sequence read_at",
    "relationship_end": "id ended_on told_at told_by letter_id sender_id",
    "report": "letter_id message_id sha256 made_at sent_at confirmed_at sender_id",
    "sender": "id customer_number name organisation_number edi_id aml_obliged agreement_on"
    " mailbox_organisation_number hand_in_place street postcode city is_canary statuses_paused_at",
    # Names and addresses in these three are keyed hashes; without the key they say nothing.
    "snapshot": "number made_at edition look_up_key upto_transaction rows changed",
    "sorted_item": "id batch_id nth kind address name sorted_on posted_on flags snapshot denied outcome path reason"
    " release_on to via orders routing_code",
    "sorting_batch": "id reference machine sorted_at edition snapshot items outcomes sha256 recorded_in",
    "sorting_row": "id address name door key days snapshots shape to release_on since order",
    # Of a national number a keyed hash, and of what else an eID says nothing.
    "socialaccount_socialaccount": "id provider uid last_login date_joined extra_data user_id",
    # Never filled in: the provider is named by settings, and no token is kept.
    "socialaccount_socialapp": "id provider name client_id secret key provider_id settings",
    "socialaccount_socialtoken": "id token token_secret expires_at account_id app_id",
    "sftp_user": "id sender_id name password_hash key_fingerprints created_at revoked_at",
    "sign_in_attempt": "cache_key value expires",
    "station": "id name secret_sha256 enrolled_at code_until revoked_at heard_at outlet_id",
    "status_file": "id written_at horizon statuses put_out_at sender_id",
    "support_case": "id device cause opened_at opened_on opened_by closed_at closed_on closed_by outcome letter_id"
    " outlet_id sender_id",
    "told": "kind nth content interchange_id sender_id",
    "upload": "id sender_id made_at booked_at rows",
    "used_assertion": "sha256 until",
    "visit": "nonce station_id clerk opened_at touched_at person_id checked",
    "wash": "id ref customer basis agreement moves as_of_on file_bytes file_sha256 begun_at finished_at records told"
    " unread",
    "webhook": "id sender_id api_key_id tracking_id letter_id event_groups url content_type header_names created_at"
    " expires_at ended_at looked_for_at",
    "webhook_attempt": "id delivery_id sender_id at answer",
    "webhook_delivery": "id webhook_id sender_id event_id status shipment package happened_at due_at tries_left"
    " told_at",
}
# Says something of a person and can be read, for the reason given.
READABLE = {
    "letter.recipient_name": "labels, notices, lists, the comparison of names",
    "letter.street": "labels",
    "letter.street2": "labels",
    "letter.postcode": "sorting, labels, the outlet",
    "letter.city": "labels",
    "person.given_name": "labels, the comparison of names, what mail is found by at sorting",
    "person.middle_name": "labels, the comparison of names",
    "person.surname": "labels, the comparison of names, what mail is found by at sorting",
    "person.born_on": "who is of age, and which of two persons of one name",
    "person.died_on": "what becomes of the orders of the dead",
    "person.protection": "every query that shows or publishes something asks it first",
    "person_alias.given_name": "mail keeps coming in a name that was changed",
    "person_alias.middle_name": "mail keeps coming in a name that was changed",
    "person_alias.surname": "mail keeps coming in a name that was changed",
    "status_file.content": "status messages as they went to the sender, who gave the name in them",
    "auth_user.username": "a clerk or one of a sender's people signs in by it",
    "invitation.username": "who is to begin under it; one of a sender's people signs in by it",
    "auth_user.password": "Argon2: a hash that cannot be turned back",
    "auth_user.first_name": "never filled in: what is recorded of a clerk is the pseudonym",
    "auth_user.last_name": "never filled in",
    "auth_user.email": "never filled in",
    "account_emailaddress.email": "never filled in",
    "django_session.session_data": "which clerk sits at which station; signed, nothing of a recipient",
}
_NUMBER = SealedColumn(
    table="letter", column="national_number_sealed", context="'order:' || consignment_number || ':number'"
)
_PERSONS_NUMBER = SealedColumn(
    table="person", column="national_number_sealed", context="'person:' || ref || ':number'"
)
_DOOR = SealedColumn(
    table="forwarding_order", column="door_sealed", context="'forwarding:' || reference || ':door'"
)
_TARGET = SealedColumn(
    table="forwarding_order", column="target_sealed", context="'forwarding:' || reference || ':target'"
)
SEALED = (
    _NUMBER,
    _DOOR,
    _TARGET,
    SealedColumn(
        table="forwarding_order",
        column="addresses_sealed",
        context="'forwarding:' || reference || ':addresses'",
    ),
    SealedColumn(
        table="forwarding_order",
        column="signature_sealed",
        context="'forwarding:' || reference || ':signature'",
        batch=50,
    ),
    *(
        SealedColumn(
            table="visit",
            column=column,
            key="nonce",
            key_type="uuid",
            context=f"'visit:' || nonce || ':{kind}'",
            batch=50,
        )
        for column, kind in (("draft_sealed", "draft"), ("wanted_sealed", "wanted"))
    ),
    SealedColumn(table="forwarding_notice", column="token_sealed", context="'notice:' || mark || ':token'"),
    SealedColumn(
        table="forwarding_case", column="words_sealed", context="'complaint:' || order_id || ':words'"
    ),
    SealedColumn(
        table="forwarding_proof",
        column="document_sealed",
        context="'proof:' || order_id || ':' || sha256",
        batch=20,
    ),
    _PERSONS_NUMBER,
    SealedColumn(table="person", column="contact_sealed", context="'person:' || ref || ':contact'"),
    *(
        SealedColumn(
            table="contact_change", column=f"{kind}_sealed", context=f"'contact change:' || ref || ':{kind}'"
        )
        for kind in ("asked", "before")
    ),
    SealedColumn(table="postal_address", column="address_sealed", context="'address:' || ref"),
    SealedColumn(table="register_case", column="content_sealed", context="'register case:' || ref"),
    SealedColumn(table="move_message", column="content_sealed", context="'move:' || ref"),
    SealedColumn(
        table="letter", column="contact_sealed", context="'order:' || consignment_number || ':contact'"
    ),
    SealedColumn(table="id_check", column="document_sealed", context="'letter:' || letter_id || ':document'"),
    SealedColumn(
        table="id_check", column="picture_sealed", context="'letter:' || letter_id || ':picture'", batch=50
    ),
    SealedColumn(
        table="hand_over",
        column="signature_sealed",
        key="letter_id",
        context="'letter:' || letter_id || ':signature'",
        batch=50,
    ),
    SealedColumn(
        table="report",
        column="content_sealed",
        key="letter_id",
        context="'letter:' || letter_id || ':report'",
        batch=50,
    ),
    SealedColumn(
        table="claim", column="documents_sealed", context="'letter:' || letter_id || ':claim documents'"
    ),
    SealedColumn(table="evidence", column="content_sealed", context="'evidence:' || uuid"),
    SealedColumn(table="evidence", column="disclosures_sealed", context="'disclosures:' || uuid"),
    SealedColumn(
        table="open_check",
        column="draft_sealed",
        key="nonce",
        key_type="uuid",
        context="'letter:' || letter_id || ':draft'",
        batch=50,
    ),
    *(
        SealedColumn(
            table="pushed",
            column=column,
            key="nonce",
            key_type="uuid",
            context="coalesce('letter:' || (SELECT letter_id FROM open_check WHERE nonce = open_check_id),"
            f" 'visit:' || visit_id) || ':{kind}'",
            batch=50,
        )
        for column, kind in (("content_sealed", "pushed"), ("picture_sealed", "pushed picture"))
    ),
    SealedColumn(
        table="extract", column="lines_sealed", key_type="uuid", context="'extract:' || id", batch=50
    ),
    SealedColumn(table="upload", column="rows_sealed", key_type="uuid", context="'upload:' || id", batch=50),
    SealedColumn(table="webhook", column="headers_sealed", key_type="uuid", context="'webhook:' || id"),
    # A clerk's code generator: its secret lies sealed inside what allauth keeps; a passkey is a public key.
    SealedColumn(
        table="mfa_authenticator",
        column="data",
        context="'second factor'",
        read="decode(mfa_authenticator.data ->> 'secret', 'hex')",
        write="jsonb_set(data, '{secret}', to_jsonb(encode(renewed.value, 'hex')))",
        only="type = 'totp'",
    ),
)
KEYED = (
    KeyedColumn(table="letter", column="national_number_lookup", source=_NUMBER, kind="national number"),
    KeyedColumn(table="forwarding_order", column="door_lookup", source=_DOOR, kind="forwarding address"),
    KeyedColumn(table="forwarding_order", column="target_lookup", source=_TARGET, kind="forwarding address"),
    KeyedColumn(
        table="person", column="national_number_lookup", source=_PERSONS_NUMBER, kind="national number"
    ),
)
