//! The columns: every command, with arguments that make it do its work.

use super::place::Place;

/// One command.
pub struct Column {
    /// Its name, "catalogue check"; the desk itself has none.
    pub path: &'static str,
    /// Its arguments, with words that a family may say.
    pub arguments: fn(&Place, &str) -> Vec<String>,
    /// The exit codes that it may end with.
    pub codes: &'static [i32],
}

impl Column {
    /// Returns whether it opens the screen.
    pub fn is_desk(&self) -> bool {
        matches!(self.path, "" | "desk")
    }

    /// Returns whether it takes what waits to be sent out of the store.
    pub fn empties_outbox(&self) -> bool {
        matches!(self.path, "catalogue outbox drop" | "catalogue send")
    }

    /// Returns the name for the table's head.
    pub fn name(&self) -> &'static str {
        if self.path.is_empty() { "the desk" } else { self.path }
    }
}

/// Done, nothing found, failed.
const USUAL: &[i32] = &[0, 1, 2];

/// And: somebody should look at something.
const LOOK: &[i32] = &[0, 1, 2, 3];

const fn column(path: &'static str, arguments: fn(&Place, &str) -> Vec<String>) -> Column {
    Column { path, arguments, codes: USUAL }
}

fn none(_: &Place, _: &str) -> Vec<String> {
    Vec::new()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Every command.
pub const COLUMNS: &[Column] = &[
    column("", none),
    column("desk", none),
    column("search", |_, words| texts(&["--json", "--", words])),
    column("show", |_, _| texts(&["toy-library"])),
    column("slip", |_, words| vec!["toy-library".to_owned(), format!("--line={words}")]),
    column("printers", none),
    column("printers test", |_, _| texts(&["device:/dev/null"])),
    column("hub", none),
    column("log", |_, _| texts(&["--quick"])),
    column("enquiries", none),
    column("enquiries counts", none),
    column("enquiries export", |place, _| vec![place.text("out.jsonl")]),
    column("enquiries import", |place, _| vec![place.text("other.jsonl")]),
    column("judge", |place, _| vec![place.text("list.tsv")]),
    column("tally", |_, _| texts(&["--period", "2026-10", "--internal", "planning a debt clinic", "--by", "channel"])),
    column("reindex", none),
    column("keys", none),
    column("catalogue check", none),
    column("catalogue stale", none),
    column("catalogue checked", |_, _| texts(&["toy-library", "--how", "phone", "--by", "family navigator"])),
    column("catalogue report", |_, words| {
        vec!["toy-library".to_owned(), "other".to_owned(), format!("--note={words}")]
    }),
    column("catalogue reports", none),
    column("catalogue reports export", |place, _| vec![place.text("out.json")]),
    column("catalogue reports import", |place, _| vec![place.text("changes.json")]),
    Column { codes: LOOK, ..column("catalogue outbox", none) },
    column("catalogue outbox drop", |place, _| vec![place.waiting()]),
    Column { codes: LOOK, ..column("catalogue send", none) },
    column("catalogue init", |place, _| vec![place.text("new")]),
    column("catalogue clone", |place, _| vec![place.text("ours")]),
    column("catalogue update", none),
    Column { codes: LOOK, ..column("catalogue status", none) },
    column("catalogue log", none),
    column("catalogue new", |_, _| {
        texts(&[
            "--name",
            "Toy swap",
            "--description",
            "Toys.",
            "--needs",
            "toy-lending",
            "--locality",
            "town",
            "--dry-run",
        ])
    }),
    column("catalogue edit", |_, _| texts(&["toy-library", "--cost", "Nothing", "--dry-run"])),
    column("catalogue rename", |_, _| texts(&["toy-library", "toys", "--dry-run"])),
    column("catalogue close", |_, _| texts(&["toy-library", "--dry-run"])),
    column("catalogue schema", none),
    Column {
        codes: LOOK,
        ..column("catalogue import", |place, _| {
            [vec![place.text("register.json")], texts(&["--scheme", "test", "--locality", "town"])].concat()
        })
    },
    column("catalogue export", |_, _| texts(&["--format", "oruk"])),
    Column { codes: LOOK, ..column("doctor", none) },
    column("backup", |place, _| vec![place.text("out.sqlite")]),
    column("restore", |place, _| vec![place.text("copy.sqlite")]),
    // A clock far ahead would take everything, and without --all it is refused; only what would go is told.
    Column { codes: LOOK, ..column("purge", |_, _| texts(&["--all", "--dry-run"])) },
    column("completions", |_, _| texts(&["bash"])),
    column("man", none),
];
