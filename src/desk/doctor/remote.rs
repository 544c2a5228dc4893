//! The remote that a catalogue is fetched from: git, the clone, the last look.

use super::{Findings, count};
use crate::catalogue::hours;
use crate::clock::parse_now;
use crate::desk::{Notes, Setup};
use crate::git::{self, Git};

/// A remote that did not answer for so many days is worth a look, whatever the reason.
const DAYS: i64 = 7;

/// Looks at what was noted of the remote. It does not ask the remote itself: nobody has to wait for a network.
pub fn examine(setup: &Setup, findings: &mut Findings) {
    let clone = match setup.own_clone() {
        Ok(Some(clone)) => clone,
        Ok(None) => return,
        Err(error) => return findings.error("remote", &error),
    };
    let (old, hint) = (git::OLDEST_TO_FETCH, "Install git, or a newer one; until then nothing new is fetched.");
    match git::version() {
        Git::Ready(number) | Git::TooOld(number) if git::is_at_least(&number, old) => {
            findings.ok("git", format!("Git {number} is there."));
        }
        Git::Ready(number) | Git::TooOld(number) => {
            findings.look(
                "git",
                format!("Git {number} is too old to fetch with; {}.{} is enough.", old.0, old.1),
                hint,
            );
        }
        Git::Missing => findings.look("git", "Git is not there, so the catalogue can't be fetched.", hint),
        Git::Silent => findings.look("git", "Git is there and does not answer.", "Try: git --version"),
    }
    if !clone.is_there() {
        return findings.look(
            "clone",
            format!("There is no clone of {} yet.", clone.remote()),
            "An open desk makes it by itself; or run: signpost catalogue update",
        );
    }
    findings.ok("clone", format!("The clone of {} is {}.", clone.remote(), clone.dir().display()));
    let notes = Notes::of(&clone);
    let answered = notes.answered.as_deref().and_then(|at| parse_now(at).ok());
    let when = answered.map(|at| format!("{}, {}", hours::date(at.date()), hours::time(at.time())));
    let when = when.map_or_else(|| "It never answered".to_owned(), |when| format!("It last answered on {when}"));
    let days = answered.map(|at| (setup.clock.now() - at).num_days());
    match (&notes.problem, days) {
        (Some(problem), _) => {
            findings.look("remote", format!("{when}. {problem}"), "To see more: signpost catalogue status");
        }
        (None, Some(days)) if days < DAYS => findings.ok("remote", format!("{when}, and all that it has is taken.")),
        (None, Some(days)) => findings.look(
            "remote",
            format!("{when}, {} ago.", count(days.unsigned_abs(), "day", "days")),
            "Run: signpost catalogue update",
        ),
        (None, None) => findings.look("remote", format!("{when}."), "Run: signpost catalogue update"),
    }
}
