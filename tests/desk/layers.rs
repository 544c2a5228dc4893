//! The layer rule: a module uses what stands below it and no neighbour, unless this table says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Module and level, as in the map at the top of `src/lib.rs`.
const LEVELS: &[(&str, u8)] = &[
    ("error", 0),
    ("paths", 1),
    ("settings", 1),
    ("clock", 1),
    ("text", 1),
    ("program", 1),
    ("catalogue", 2),
    ("record", 2),
    ("snapshot", 3),
    ("store", 3),
    ("git", 3),
    ("printer", 3),
    ("seal", 3),
    ("typeset", 3),
    ("reading", 4),
    ("safeguard", 4),
    ("search", 4),
    ("enquiry", 4),
    ("visit", 4),
    ("slip", 4),
    ("tally", 4),
    ("audit", 5),
    ("exchange", 5),
    ("publish", 5),
    ("upkeep", 5),
    ("desk", 6),
    ("keymap", 7),
    ("theme", 7),
    ("tui", 7),
    ("cli", 7),
    ("main", 8),
];

/// Neighbours that may use each other: user, used.
const NEIGHBOURS: &[(&str, &str)] = &[
    ("settings", "paths"),
    ("settings", "text"),
    ("exchange", "audit"),
    ("search", "reading"),
    ("reading", "safeguard"),
    ("tui", "keymap"),
    ("tui", "theme"),
    ("cli", "keymap"),
    ("cli", "tui"),
];

/// Crates that only some modules may name.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("ratatui", &["tui", "theme"]),
    ("crossterm", &["tui", "theme", "keymap"]),
    ("clap", &["cli"]),
    ("crokey", &["keymap", "tui"]),
    ("escpos", &["slip"]),
    ("typst", &["typeset"]),
    ("typst_layout", &["typeset"]),
    ("typst_pdf", &["typeset"]),
    ("typst_render", &["typeset"]),
    ("png", &["typeset"]),
    ("qrcode", &["slip"]),
    ("ureq", &["exchange"]),
    ("quick_xml", &["exchange"]),
    ("csv", &["exchange", "publish"]),
    ("rust_xlsxwriter", &["publish"]),
    ("age", &["seal"]),
    ("zip", &["exchange", "publish", "snapshot"]),
    ("sha2", &["publish", "tally"]),
    ("indicatif", &["cli"]),
    ("schemars", &["catalogue"]),
    ("toml_edit", &["catalogue", "settings"]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Returns the first word of every path that starts with `start`, in code and not in comments.
fn named<'a>(line: &'a str, start: &str) -> Vec<&'a str> {
    let code = line.split("//").next().unwrap_or("");
    code.match_indices(start)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(at, _)| {
            let rest = &code[at + start.len()..];
            &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
        })
        .collect()
}

/// Returns every breach of the rule in one file's text.
fn breaches(module: &str, text: &str) -> Vec<String> {
    let levels: BTreeMap<_, _> = LEVELS.iter().copied().collect();
    let mut out = Vec::new();
    let Some(own) = levels.get(module) else {
        return vec![format!("{module} stands in no level")];
    };
    for (number, line) in text.lines().enumerate() {
        let root = if module == "main" { "signpost::" } else { "crate::" };
        let grouped = named(line, &format!("use {root}")).contains(&"");
        if grouped {
            out.push(format!("line {}: write one use line for each module", number + 1));
        }
        for used in named(line, root) {
            let Some(level) = levels.get(used) else { continue };
            let allowed = used == module || level < own || NEIGHBOURS.contains(&(module, used));
            if !allowed {
                out.push(format!("line {}: {module} (level {own}) uses {used} (level {level})", number + 1));
            }
        }
        for (name, owners) in OWNERS {
            if !owners.contains(&module) && code_names(line, name) {
                out.push(format!("line {}: only {owners:?} may use {name}", number + 1));
            }
        }
    }
    out
}

fn code_names(line: &str, name: &str) -> bool {
    let code = line.split("//").next().unwrap_or("");
    code.match_indices(&format!("{name}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

#[test]
fn every_module_uses_only_what_stands_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut found = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.strip_suffix(".rs").unwrap_or(first);
        if module == "lib" {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        found.extend(breaches(module, &text).into_iter().map(|b| format!("src/{}: {b}", inside.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_in_lib_rs_names_every_module() {
    let lib = include_str!("../../src/lib.rs");
    for line in lib.lines().filter_map(|l| l.strip_prefix("pub mod ")) {
        let module = line.trim_end_matches(';');
        let level = LEVELS.iter().find(|(name, _)| *name == module).map(|(_, level)| *level);
        let level = level.unwrap_or_else(|| panic!("{module} stands in no level"));
        let row = lib.lines().find(|l| l.starts_with(&format!("//! | {level} |"))).unwrap_or("");
        assert!(row.contains(&format!("[`{module}`]")), "{module} is missing from the map's row for level {level}");
    }
}

#[test]
fn the_rule_catches_what_it_forbids() {
    assert!(breaches("catalogue", "use crate::error::Result;").is_empty());
    assert_eq!(breaches("catalogue", "use crate::desk::Setup;").len(), 1);
    assert_eq!(breaches("search", "    let x = crate::slip::make();").len(), 1);
    assert_eq!(breaches("search", "use crate::{error::Error, cli::Exit};").len(), 1);
    assert_eq!(breaches("desk", "let c = rusqlite::Connection::open(p);").len(), 1);
    assert_eq!(breaches("nowhere", "").len(), 1);
}
