//! The tables. A migration that was released is never changed, only followed by another.

use rusqlite_migration::{M, Migrations};

/// "SgnP": marks the file as Signpost's own.
pub const APPLICATION: i32 = 0x5367_6e50;

/// The version that this program reads and writes.
pub const VERSION: i32 = 3;

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

/// What tallies need: counts of whole months, releases, words that found nothing.
///
/// `counts` holds counts by month in parts that this table need not understand; after the rows of a month are purged they are all that is left of it. `stale` names the months whose rows changed since they were counted: a save writes there only once between two counts. `fresh` is 0 from the moment that counting begins, so that a save in the middle of it is noticed. `purged` has one row: rows up to the end of this month are gone and are taken no more.
/// `release` keeps what was released, so that exporting it again gives the same bytes and every later release is attacked together with it: `document` is JSON of what was published, `cells` of what each number was about, `truth` the true counts behind it (empty once the rows are purged), `files` a .zip of the very files.
/// `unfound` counts words of the general word list in searches that found nothing, by locality and quarter and nothing finer.
const THIRD: &str = "
ALTER TABLE enquiry ADD COLUMN ethnicity TEXT NOT NULL DEFAULT 'not-asked' CHECK (length(ethnicity) <= 64 AND ethnicity NOT GLOB '*[^a-z0-9-]*');

CREATE TABLE stale (
    month TEXT NOT NULL PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
    fresh INTEGER NOT NULL CHECK (fresh IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO stale SELECT DISTINCT substr(day, 1, 7), 1 FROM enquiry;

CREATE TABLE counts (
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
    part TEXT NOT NULL CHECK (length(part) <= 64 AND part NOT GLOB '*[^a-z0-9-]*'),
    counts BLOB NOT NULL,
    PRIMARY KEY (month, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE purged (
    up_to TEXT NOT NULL PRIMARY KEY CHECK (up_to GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]')
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id NOT GLOB '*[^a-f0-9-]*'),
    locality TEXT NOT NULL CHECK (length(locality) <= 64 AND locality NOT GLOB '*[^a-z0-9-]*'),
    place TEXT NOT NULL CHECK (length(place) <= 64 AND place NOT GLOB '*[^a-z0-9-]*'),
    period TEXT NOT NULL CHECK (length(period) <= 96 AND period NOT GLOB '*[^a-zA-Z0-9-]*'),
    first TEXT NOT NULL CHECK (first GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    last TEXT NOT NULL CHECK (last GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    question TEXT NOT NULL CHECK (length(question) <= 128 AND question NOT GLOB '*[^a-z0-9,-]*'),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    internal INTEGER NOT NULL CHECK (internal IN (0, 1)),
    reason TEXT NOT NULL CHECK (length(reason) <= 200),
    hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^a-f0-9]*'),
    document TEXT NOT NULL CHECK (document = '' OR json_valid(document)),
    cells TEXT NOT NULL CHECK (cells = '' OR json_valid(cells)),
    truth BLOB NOT NULL,
    files BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unfound (
    locality TEXT NOT NULL CHECK (length(locality) <= 64 AND locality NOT GLOB '*[^a-z0-9-]*'),
    quarter TEXT NOT NULL CHECK (quarter GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-Q[1-4]'),
    word TEXT NOT NULL CHECK (length(word) BETWEEN 2 AND 40 AND word NOT GLOB '*[^a-z]*'),
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (locality, quarter, word)
) STRICT, WITHOUT ROWID;
";

/// Returns the migrations, oldest first.
pub fn migrations() -> Migrations<'static> {
    Migrations::new(vec![M::up(FIRST), M::up(SECOND), M::up(THIRD)])
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
        assert_eq!(tables.len(), 9);
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
                 ?1, '2026-11-22', ?2, 0, 'enquiry', 'phone', 'mother', 'debt-advice=referred', '', '', 'yes', 'en', 'no', 'no', 0, 'not-asked')",
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
