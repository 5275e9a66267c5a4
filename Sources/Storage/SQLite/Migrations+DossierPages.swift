extension Migrations {
    /// What the console shows of dossiers: their history, and who imported what.
    static let dossierPages = """
        -- officer_id: who changed it by hand; NULL for imports and the portal
        ALTER TABLE dossier_event ADD COLUMN officer_id INTEGER REFERENCES officer (id);
        CREATE INDEX dossier_event_of_dossier ON dossier_event (dossier_id, id);

        -- one row for each table that was taken in; officer_id is NULL for the command line
        CREATE TABLE dossier_import (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            commune TEXT NOT NULL,
            at INTEGER NOT NULL,
            officer_id INTEGER REFERENCES officer (id),
            changed INTEGER NOT NULL,
            unchanged INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX dossier_import_of_commune ON dossier_import (commune, id);
        """
}
