//! The table of every fault against every command: nothing panics, hangs or loses an enquiry or what waits to be sent, and what is said is short and says what to do.

mod columns;
mod place;
mod pty;
mod rows;

use crate::common::{Answer, answer};
use columns::{COLUMNS, Column};
use place::{Fault, Place, WAIT};
use rows::{ROWS, Row};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Longest that standard error may be, in characters: a couple of sentences, with a path or two in them.
const LONGEST: usize = 1000;

/// Cells that run at once; many of them only wait.
const AT_ONCE: usize = 6;

/// Returns what is wrong with how a command ended, if something is.
fn judged(column: &Column, row: &Row, fault: &Fault, told: &Answer) -> Result<(), String> {
    let all = format!("{}\n{}", told.out, told.err);
    for word in ["panicked", "RUST_BACKTRACE", "Something went wrong inside"] {
        if all.contains(word) {
            return Err(format!("\"{word}\""));
        }
    }
    if !column.codes.contains(&told.code) {
        return Err(format!("ended with {}, which is none of {:?}", told.code, column.codes));
    }
    if told.code == 2 && !fault.deaf && told.err.trim().is_empty() {
        return Err("failed without a word".to_owned());
    }
    if told.code == 2 && row.serves {
        return Err("failed although everything it needs is there".to_owned());
    }
    if told.err.chars().count() > LONGEST {
        return Err(format!("says {} characters", told.err.chars().count()));
    }
    let sentences: Vec<&str> =
        told.err.split('\n').flat_map(|line| line.split(". ")).filter(|part| part.len() > 30).collect();
    if sentences.iter().collect::<BTreeSet<_>>().len() < sentences.len() {
        return Err("says something twice".to_owned());
    }
    // JSON is for programs, and gives back what was asked.
    let seen = if told.out.starts_with('{') { &told.err } else { &all };
    if let Some(odd) = seen.chars().find(|c| *c != '\n' && signpost::text::is_unsafe(*c)) {
        return Err(format!("{odd:?} reaches the terminal"));
    }
    Ok(())
}

/// Runs one command under one fault.
fn cell(row: &Row, column: &Column) -> Result<String, String> {
    let place = Place::new();
    let fault = (row.set)(&place);
    let before = place.enquiries();
    let meanwhile = place.meanwhile(&fault);
    let arguments = (column.arguments)(&place, &fault.words);
    let command = [column.path.split_whitespace().map(str::to_owned).collect(), arguments].concat();
    let fine = if column.is_desk() {
        pty::desk(row, &place, &fault, &command)
    } else {
        let told = answer(place.command(&fault, &command).timeout(WAIT).output().unwrap());
        judged(column, row, &fault, &told)
            .map(|()| told.code.to_string())
            .map_err(|what| format!("{what}\n      stdout: {:.300}\n      stderr: {:.1500}", told.out, told.err))
    };
    drop(meanwhile);
    let after = place.enquiries();
    let meant = |id: &&String| column.empties_outbox() && **id == place.waiting();
    let lost: BTreeSet<_> = before.difference(&after).filter(|id| !meant(id)).collect();
    if !lost.is_empty() {
        return Err(format!("lost {lost:?}"));
    }
    // A window too small to show what is typed may keep it or not.
    if fine.is_ok() && column.is_desk() && row.opens && pty::is_seen(&fault) {
        let logged = place.logged();
        if logged != usize::from(row.unsaved.is_none()) {
            return Err(format!("{logged} of what was logged stands in the store"));
        }
    }
    fine
}

#[test]
fn every_fault_is_borne_by_every_command() {
    let only = std::env::var("FAULT").unwrap_or_default();
    let rows: Vec<&Row> = ROWS.iter().filter(|row| row.name.contains(&only)).collect();
    let cells: Vec<(usize, usize)> = (0..rows.len()).flat_map(|r| (0..COLUMNS.len()).map(move |c| (r, c))).collect();
    let (next, table) = (AtomicUsize::new(0), Mutex::new(vec![vec![None; COLUMNS.len()]; rows.len()]));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((r, c)) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = cell(rows[*r], &COLUMNS[*c]);
                    table.lock().unwrap()[*r][*c] = Some(done);
                }
            });
        }
    });
    let mut failed = Vec::new();
    let mut shown = String::new();
    for (row, cells) in rows.iter().zip(table.into_inner().unwrap()) {
        shown.push_str(&format!("{:44}", row.name));
        for (column, cell) in COLUMNS.iter().zip(cells) {
            let mark = match cell.unwrap() {
                Ok(code) => code,
                Err(what) => {
                    failed.push(format!("{} / {}: {what}", row.name, column.name()));
                    "FAIL".to_owned()
                }
            };
            shown.push_str(&format!("{mark:>5}"));
        }
        shown.push('\n');
    }
    let heads: Vec<&str> = COLUMNS.iter().map(Column::name).collect();
    assert!(failed.is_empty(), "columns: {}\n{shown}\n{}", heads.join(", "), failed.join("\n"));
}

#[test]
fn every_command_has_a_column() {
    fn leaves(command: &clap::Command, path: &str, out: &mut BTreeSet<String>) {
        let inner: Vec<_> = command.get_subcommands().collect();
        if inner.is_empty() || !command.is_subcommand_required_set() {
            out.insert(path.to_owned());
        }
        for command in inner {
            leaves(command, format!("{path} {}", command.get_name()).trim(), out);
        }
    }
    let mut commands = BTreeSet::new();
    leaves(&signpost::cli::command(), "", &mut commands);
    let columns: BTreeSet<String> = COLUMNS.iter().map(|column| column.path.to_owned()).collect();
    assert_eq!(columns, commands, "tests/desk/faults/columns.rs has a line for each command");
}
