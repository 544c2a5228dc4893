//! The store of enquiries and its backups. Counts only: nothing of any enquiry.

use super::{Findings, count};
use crate::catalogue::hours;
use crate::desk::Setup;
use crate::store::{self, Counts, FILE, Look};
use chrono::{NaiveDate, NaiveDateTime};
use std::path::PathBuf;

/// Looks at the store and returns the hour of its last enquiry.
pub fn examine(setup: &Setup, findings: &mut Findings) -> Option<NaiveDateTime> {
    let data = &setup.paths.data;
    let path = data.join(FILE);
    let backups = store::backups(data);
    let restore = match backups.first() {
        Some(_) => "signpost restore lists the backups.",
        None => "There is no backup; keep the data folder and ask for help.",
    };
    let counts = match store::look(&path) {
        Look::Sound(counts) => {
            findings.ok("store", holds(&counts));
            Some(counts)
        }
        Look::Missing if backups.is_empty() => {
            findings.ok("store", "There is no store of enquiries yet; it is made when it is needed.");
            None
        }
        Look::Missing => {
            findings.broken("store", "The store of enquiries is gone.", format!("Bring the last one back; {restore}"));
            None
        }
        Look::Unclosed => {
            findings.look(
                "store",
                "Signpost or this computer ended without closing the store of enquiries.",
                "Start Signpost: it takes in what was saved last. Then look again.",
            );
            None
        }
        Look::Damaged => {
            findings.broken(
                "store",
                format!("The store of enquiries {} is damaged.", path.display()),
                format!("Start Signpost: it keeps the damaged file aside and says how to bring back the last backup. {restore}"),
            );
            None
        }
        Look::Newer => {
            findings.broken(
                "store",
                "The store of enquiries was written by a newer Signpost, so this one only reads it.",
                "Update this Signpost.",
            );
            None
        }
        Look::Refused(why) => {
            findings.broken(
                "store",
                format!("The store of enquiries {} can't be read: {why}.", path.display()),
                "Ask whoever looks after this computer for access.",
            );
            None
        }
    };
    let today = setup.clock.today();
    if let Some((counts, since)) = counts.as_ref().and_then(|counts| Some((counts, counts.waiting_since?))) {
        examine_outbox(counts.waiting, since, today, findings);
    }
    examine_old(setup, counts.as_ref(), &backups, findings);
    let last_saved = counts.as_ref().and_then(|counts| counts.last_saved).filter(|day| *day <= today);
    examine_backups(&backups, last_saved, findings);
    for aside in store::kept_aside(data) {
        findings.look(
            "aside",
            format!("An earlier store is kept as {}.", aside.display()),
            "Bring in what it holds with signpost enquiries import, if it can be read. Delete it when nobody needs it.",
        );
    }
    counts.and_then(|counts| counts.last).and_then(|(day, hour)| day.and_hms_opt(hour.into(), 0, 0))
}

/// Tells of reports, checks and edits that the catalogue has not.
fn examine_outbox(waiting: u64, since: NaiveDate, today: NaiveDate, findings: &mut Findings) {
    /// Days after which somebody should see why nothing is sent.
    const LONG: i64 = 3;
    let changes = count(waiting, "change of the catalogue waits", "changes of the catalogue wait");
    let what = format!("{changes} to be sent, the oldest since {}.", hours::date(since));
    if (today - since).num_days() > LONG {
        let hint = "See why: signpost catalogue outbox. Send: signpost catalogue send. Or hand over: signpost catalogue reports export FILE";
        findings.look("outbox", what, hint);
    } else {
        findings.ok("outbox", what);
    }
}

/// Tells of enquiries that are older than they may be kept, here and in backups.
fn examine_old(setup: &Setup, counts: Option<&Counts>, backups: &[PathBuf], findings: &mut Findings) {
    let keep = setup.settings.keeping.rows_months.value;
    let last = store::horizon(setup.clock.today(), keep).format("%Y-%m").to_string();
    let old = |counts: &Counts| -> u64 {
        counts.months.iter().filter(|(month, _)| *month <= last).map(|(_, many)| many).sum()
    };
    let sound = |path: &PathBuf| match store::look(path) {
        Look::Sound(counts) => old(&counts),
        _ => 0,
    };
    let aside = store::kept_aside(&setup.paths.data);
    let (here, kept) = (counts.map_or(0, old), backups.iter().chain(&aside).map(sound).max().unwrap_or(0));
    let months = format!("older than the {keep} months that they are kept (keep_rows_months)");
    let hint = "Erase them for good, in the backups too; monthly counts stay: signpost purge";
    match (here, kept) {
        (0, 0) => findings.ok("retention", format!("No enquiry is {months}.")),
        (0, kept) => {
            let many = count(kept, "enquiry in a backup is", "enquiries in backups are");
            findings.look("retention", format!("{many} {months}."), hint);
        }
        (here, _) => {
            let many = count(here, "enquiry is", "enquiries are");
            findings.look("retention", format!("{many} {months}."), hint);
        }
    }
}

/// Returns how much a store holds, in words.
fn holds(counts: &Counts) -> String {
    let enquiries = count(counts.enquiries, "enquiry", "enquiries");
    let desks = count(counts.desks, "desk", "desks");
    let tests = match counts.tests {
        0 => String::new(),
        tests => format!(" and {}", count(tests, "test", "tests")),
    };
    format!("The store is sound: {enquiries}{tests} of {desks}, version {}.", counts.version)
}

fn examine_backups(backups: &[PathBuf], last_saved: Option<NaiveDate>, findings: &mut Findings) {
    let Some(newest) = backups.first() else {
        return match last_saved {
            Some(_) => findings.look(
                "backups",
                "There is no backup of the enquiries.",
                "The next save makes one; or run: signpost backup FILE",
            ),
            None => findings.ok("backups", "There is no backup yet; the first save of each day makes one."),
        };
    };
    let bad: Vec<&PathBuf> = backups.iter().filter(|path| !matches!(store::look(path), Look::Sound(_))).collect();
    if let Some(path) = bad.first() {
        let many = count(bad.len() as u64, "backup is", "backups are");
        return findings.broken(
            "backups",
            format!("{many} not sound: {}.", path.display()),
            "Check the disk, and make a backup elsewhere: signpost backup FILE",
        );
    }
    let day = store::number_and_day(newest).map(|(_, day)| day);
    let when = day.map_or_else(String::new, |day| format!(", the last one of {}", hours::date(day)));
    let many = count(backups.len() as u64, "backup", "backups");
    match (day, last_saved) {
        (Some(day), Some(saved)) if saved > day => findings.look(
            "backups",
            format!("{many}{when}, but enquiries were saved after that day."),
            "Make one now: signpost backup FILE. Then find out why the daily one fails: a full disk?",
        ),
        _ => findings.ok("backups", format!("{many}{when}; each was opened and is sound.")),
    }
}
