extension Migrations {
    /// Who signs in to the console, from where, and what they try.
    static let officers = """
        -- login is in lower case; communes and units are JSON lists; the password is NULL until one is set;
        -- factor_step is the step of time of the newest code that was taken, so that none is taken twice
        CREATE TABLE officer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            login TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role = 'officer' OR role = 'supervisor' OR role = 'administrator'),
            communes TEXT NOT NULL,
            units TEXT NOT NULL,
            may_see_restricted INTEGER NOT NULL,
            undo_seconds INTEGER NOT NULL,
            password_salt BLOB,
            password_hash BLOB,
            factor_sealed BLOB,
            factor_step INTEGER NOT NULL DEFAULT 0,
            next_factor_sealed BLOB,
            is_active INTEGER NOT NULL DEFAULT 1,
            created_at INTEGER NOT NULL
        ) STRICT;

        -- token_hash is the SHA-256 of what the browser keeps; ended_at is set when the officer or somebody else ended it
        CREATE TABLE staff_session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            token_hash BLOB NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            address TEXT NOT NULL,
            agent TEXT NOT NULL,
            ended_at INTEGER
        ) STRICT;

        CREATE INDEX staff_session_of_officer ON staff_session (officer_id, created_at) WHERE ended_at IS NULL;

        -- browsers in which an officer signed in before; what others try does not count against them
        CREATE TABLE staff_device (
            token_hash BLOB NOT NULL PRIMARY KEY,
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            seen_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX staff_device_of_officer ON staff_device (officer_id, seen_at);

        -- wrong tries of one login from one browser or address; bucket is keyed, so that it names nobody
        CREATE TABLE sign_in_try (
            bucket BLOB NOT NULL PRIMARY KEY,
            failures INTEGER NOT NULL,
            begun_at INTEGER NOT NULL,
            locked_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX sign_in_try_begun ON sign_in_try (begun_at);

        CREATE TABLE one_time_sign_in (
            token_hash BLOB NOT NULL PRIMARY KEY,
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            ends_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX one_time_sign_in_of_officer ON one_time_sign_in (officer_id);
        """
}
