//! The tables. A migration that was released is never changed, only followed by another.

use rusqlite_migration::{M, Migrations};

/// "SgnP": marks the file as Signpost's own.
pub const APPLICATION: i32 = 0x5367_6e50;

/// The version that this program reads and writes.
pub const VERSION: i32 = 2;

/// The first tables.
///
/// Rows are clustered by random ids, so that no order of arrival is kept; `day` and `hour` are the only time. No column takes free text: every word must have the form of an id, also for whoever writes past this program.
/// Needs, services and ages stand in the row and not in tables of their own, because each further page makes a save wait longer for the disk: `needs` as on the command line ("debt-advice=nothing-to-offer:full housing=signposted"), the other two as ids, all in order and with one space between.
/// `veil` is of the day only: the desk's list shows such a row as an hour and nothing else.
/// An undone enquiry is gone; its mark stays, so that an older export can't bring it back.
const FIRST: &str = "
CREATE TABLE desk (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id NOT GLOB '*[^a-f0-9-]*'),
    mine INTEGER NOT NULL CHECK (mine IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX desk_mine ON desk (mine) WHERE mine = 1;

CREATE TABLE enquiry (
    desk TEXT NOT NULL REFERENCES desk (id),
    id TEXT NOT NULL CHECK (length(id) = 36 AND id NOT GLOB '*[^a-f0-9-]*'),
    hub TEXT NOT NULL CHECK (length(hub) <= 64 AND hub NOT GLOB '*[^a-z0-9-]*'),
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    test INTEGER NOT NULL CHECK (test IN (0, 1)),
    kind TEXT NOT NULL CHECK (length(kind) <= 64 AND kind NOT GLOB '*[^a-z0-9-]*'),
    channel TEXT NOT NULL CHECK (length(channel) <= 64 AND channel NOT GLOB '*[^a-z0-9-]*'),
    asker TEXT NOT NULL CHECK (length(asker) <= 64 AND asker NOT GLOB '*[^a-z0-9-]*'),
    needs TEXT NOT NULL CHECK (needs NOT GLOB '*[^a-z0-9=: -]*'),
    services TEXT NOT NULL CHECK (services NOT GLOB '*[^a-z0-9 -]*'),
    ages TEXT NOT NULL CHECK (ages NOT GLOB '*[^a-z0-9 -]*'),
    send TEXT NOT NULL CHECK (send IN ('not-asked', 'yes', 'no')),
    language TEXT NOT NULL CHECK (length(language) <= 9 AND language NOT GLOB '*[^a-z-]*'),
    interpreter TEXT NOT NULL CHECK (interpreter IN ('not-asked', 'yes', 'no')),
    been_before TEXT NOT NULL CHECK (been_before IN ('not-asked', 'yes', 'no')),
    veil INTEGER NOT NULL CHECK (veil IN (0, 1)),
    PRIMARY KEY (desk, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX enquiry_day ON enquiry (day);

CREATE TABLE undone (
    desk TEXT NOT NULL REFERENCES desk (id),
    id TEXT NOT NULL CHECK (length(id) = 36 AND id NOT GLOB '*[^a-f0-9-]*'),
    PRIMARY KEY (desk, id)
) STRICT, WITHOUT ROWID;

PRAGMA application_id = 0x53676e50;
";

/// What this desk wants changed in the catalogue and the catalogue has not yet.
///
/// `change` is JSON that this table need not understand. `remark` is the one place for words of a receptionist: a short line that is never sent, and gone with its row. `turn` keeps changes of one entry in their order among those that wait, and starts anew when nothing does; the day is the only time.
/// `state` says where a change stands and `place` tells more: of one that was sent the branch and the commit, of a hindered one why.
const SECOND: &str = "
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id NOT GLOB '*[^a-f0-9-]*'),
    turn INTEGER NOT NULL CHECK (turn >= 0),
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    change TEXT NOT NULL CHECK (length(change) <= 65536 AND json_valid(change)),
    remark TEXT CHECK (length(remark) BETWEEN 1 AND 200),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'hindered')),
    place TEXT NOT NULL CHECK (length(place) <= 1000)
) STRICT, WITHOUT ROWID;
";

/// Returns the migrations, oldest first.
pub fn migrations() -> Migrations<'static> {
    Migrations::new(vec![M::up(FIRST), M::up(SECOND)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_run_and_their_number_is_the_version() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).unwrap();
        assert_eq!((pragma("user_version"), pragma("application_id")), (VERSION, APPLICATION));
    }

    #[test]
    fn tables_keep_no_order_no_time_and_no_words() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let mut tables =
            connection.prepare("SELECT name, wr, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite%'").unwrap();
        let tables: Vec<(String, bool, bool)> =
            tables.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(Result::unwrap).collect();
        assert_eq!(tables.len(), 4);
        assert!(tables.iter().all(|(_, without_rowid, strict)| *without_rowid && *strict), "{tables:?}");
        // What waits for the catalogue is about services and not about families; only its remark takes words, of a few lines at most.
        let sql = format!("{FIRST}{SECOND}").to_lowercase();
        assert_eq!(sql.matches("remark").count(), 2);
        for word in [
            "time",
            "minute",
            "second",
            "stamp",
            "autoincrement",
            "default",
            "name",
            "birth",
            "address",
            "postcode",
            "note",
        ] {
            assert!(!sql.contains(word), "{word}");
        }
        connection.execute("INSERT INTO desk VALUES ('00000000-0000-4000-8000-000000000000', 1)", []).unwrap();
        let insert = |hub: &str, hour: &str| {
            connection.execute(
                "INSERT INTO enquiry VALUES ('00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001',
                 ?1, '2026-11-22', ?2, 0, 'enquiry', 'phone', 'mother', 'debt-advice=referred', '', '', 'yes', 'en', 'no', 'no', 0)",
                [hub, hour],
            )
        };
        assert!(insert("Ann lives here", "9").is_err());
        assert!(insert("riverside", "9.5").is_err());
        assert!(insert("riverside", "24").is_err());
        assert!(insert("riverside", "9").is_ok());
        let put_out = |change: &str, remark: &str| {
            connection.execute(
                "INSERT INTO outbox VALUES ('00000000-0000-4000-8000-000000000002', 0, '2026-11-22', ?1, ?2, 'waiting', '')",
                [change, remark],
            )
        };
        assert!(put_out("no JSON", "x").is_err());
        assert!(put_out("{}", &"x".repeat(201)).is_err());
        assert!(put_out("{}", "x").is_ok());
    }
}
