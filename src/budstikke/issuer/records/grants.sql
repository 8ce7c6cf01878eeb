-- What the working role may do; run after every migration. Nothing is deleted but what a library counts or a session holds.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM issuer_app;
GRANT USAGE ON SCHEMA public TO issuer_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO issuer_app;
GRANT INSERT ON customer TO issuer_app;
GRANT UPDATE (number_lookup, number_sealed, particulars_sealed, language, closed_at) ON customer TO issuer_app;
GRANT INSERT ON maintenance_window, incident TO issuer_app;
GRANT UPDATE (ended_at) ON maintenance_window, incident TO issuer_app;
GRANT INSERT, UPDATE, DELETE ON django_session TO issuer_app;
GRANT INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO issuer_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO issuer_app;
