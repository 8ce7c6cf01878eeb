-- Row-level security, forced on the owner too: outside a transaction that names its account nobody sees a row.
CREATE FUNCTION acting_account() RETURNS bigint LANGUAGE sql STABLE AS
    -- After a transaction that set it, the setting is an empty text, not an unknown one.
    $$ SELECT NULLIF(current_setting('budstikke.account', true), '')::bigint $$;

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['message', 'document', 'content', 'renewal', 'one_time_link'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_rows ON %I USING (account_id = (SELECT acting_account()))', guarded);
    END LOOP;
    -- A sender may ask what became of what it sent; contents and links are the receiver's alone.
    CREATE POLICY sent_by_me ON message FOR SELECT USING (sender_id = (SELECT acting_account()));
    CREATE POLICY sent_by_me ON document FOR SELECT USING (sender_id = (SELECT acting_account()));
    -- What is due is found across all accounts (0 is none of them); to open it one acts as its account.
    CREATE POLICY upkeep_finds ON renewal FOR SELECT USING ((SELECT acting_account()) = 0);
END $$;

-- An attachment, a content and a link lie in the same mailbox as what they belong to.
ALTER TABLE document ADD CONSTRAINT a_document_of_an_account UNIQUE (id, account_id);
ALTER TABLE document ADD CONSTRAINT an_attachment_lies_with_its_document
    FOREIGN KEY (parent_id, account_id) REFERENCES document (id, account_id);
ALTER TABLE content ADD CONSTRAINT a_content_lies_with_its_document
    FOREIGN KEY (document_id, account_id) REFERENCES document (id, account_id);
ALTER TABLE renewal ADD CONSTRAINT a_renewal_is_of_its_document
    FOREIGN KEY (document_id, account_id) REFERENCES document (id, account_id);
ALTER TABLE one_time_link ADD CONSTRAINT a_link_is_for_its_document
    FOREIGN KEY (document_id, account_id) REFERENCES document (id, account_id);

-- What the working role may do. What was sent is never rewritten, but for a content that is stamped again; of mail
-- only the content can be deleted.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'mailbox_app') THEN
        GRANT USAGE ON SCHEMA public TO mailbox_app;
        GRANT SELECT, INSERT ON account, message, document, content, renewal, one_time_link TO mailbox_app;
        GRANT UPDATE (name, public_key_pem) ON account TO mailbox_app;
        GRANT UPDATE (first_accessed_at, deleted_at) ON document TO mailbox_app;
        GRANT UPDATE (content_sealed) ON content TO mailbox_app;
        GRANT UPDATE (look_at, holds_until, renewed_at, refused_at, fault) ON renewal TO mailbox_app;
        GRANT UPDATE (used_at) ON one_time_link TO mailbox_app;
        GRANT DELETE ON content, renewal, one_time_link TO mailbox_app;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mailbox_app;
    END IF;
END $$;
