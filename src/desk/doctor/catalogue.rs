//! The catalogue: where it is, what its check says, how it stands in git, and the compiled one.

use super::time::PROGRAM;
use super::{Findings, count, remote};
use crate::audit::{self, Audit};
use crate::catalogue::{Folder, Listing, Part, QUERIES, Severity};
use crate::clock::{Clock, parse_now};
use crate::desk::{Located, Setup};
use crate::git::{self, Git};
use crate::snapshot::{Cache, Look};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;
use std::path::Path;

/// Looks at the catalogue and returns its newest compilation.
pub fn examine(setup: &Setup, findings: &mut Findings) -> Option<Look> {
    let located = match setup.search_catalogue() {
        Ok(located) => located,
        Err(error) => {
            findings.error("catalogue", &error);
            remote::examine(setup, findings);
            // Its last good compilation serves meanwhile.
            return compiled(setup.cache_of_configured()?, None, findings);
        }
    };
    match &located.folder {
        Folder::Disk(path) => {
            findings.ok("catalogue", format!("The catalogue is {} ({}).", path.display(), because(&located)))
        }
        Folder::Given(files) => {
            findings.ok("catalogue", format!("The catalogue is {} ({}).", files.place(), because(&located)))
        }
        Folder::BuiltIn => findings.look(
            "catalogue",
            "No catalogue was set, so the starter inside the program serves, with its invented entries.",
            "Make your own: signpost catalogue init DIR",
        ),
    }
    let listing = located.folder.list().map_err(|error| findings.error("check", &error)).ok();
    if listing.is_some() {
        check(setup, &located.folder, findings);
    }
    if let Folder::Disk(path) = &located.folder {
        repository(path, findings);
    }
    remote::examine(setup, findings);
    let cache = Cache::of(&setup.paths.cache, &located.folder);
    let look = compiled(cache, listing.as_ref().map(|listing| (&located.folder, listing)), findings);
    if let Some(listing) = &listing {
        hub(setup, listing, look.as_ref(), findings);
    }
    look
}

fn because(located: &Located) -> String {
    match located.because.as_str() {
        found @ "found here" => found.to_owned(),
        set => format!("set by {set}"),
    }
}

fn check(setup: &Setup, folder: &Folder, findings: &mut Findings) {
    // A clock that was set back must not turn every date into one of the future.
    let is_wrong = setup.clock.today() < PROGRAM;
    let clock = if is_wrong { Clock::fixed(NaiveDateTime::MAX) } else { setup.clock };
    let Audit { files, reports, .. } = match audit::run(folder, &clock) {
        Ok(audit) => audit,
        Err(error) => return findings.error("check", &error),
    };
    let hint = "Run: signpost catalogue check";
    let wrong: BTreeSet<&str> =
        reports.iter().filter(|r| r.problem.severity == Severity::Error).map(|r| r.path.as_str()).collect();
    let only_the_list = wrong.iter().eq([&QUERIES]);
    let files = count(files as u64, "file", "files");
    let bad = count(wrong.len() as u64, "has a mistake", "have mistakes");
    if only_the_list {
        findings.look("check", format!("Of {files} {bad}: {QUERIES}, which the desk works without."), hint);
    } else if wrong.iter().any(|path| !path.starts_with("services/") && *path != QUERIES) {
        findings.broken("check", format!("Of {files} {bad}, and the whole catalogue stands on one of them."), hint);
    } else if !wrong.is_empty() {
        let whose = if wrong.len() == 1 { "its" } else { "their" };
        findings.look("check", format!("Of {files} {bad}; {whose} last good version serves."), hint);
    } else {
        findings.ok("check", format!("The check finds no mistake in {files}."));
    }
}

/// Tells whether somebody's last edits are safe, and whether others' have come.
fn repository(folder: &Path, findings: &mut Findings) {
    let inside = folder.canonicalize().is_ok_and(|whole| whole.ancestors().any(|dir| dir.join(".git").exists()));
    let version = match git::version() {
        Git::Ready(version) => version,
        Git::Missing if !inside => return findings.ok("git", "Git is not there, and nothing here needs it."),
        Git::Missing => {
            return findings.look("git", "The catalogue is kept in git, but git is not there.", "Install git.");
        }
        Git::TooOld(version) => {
            return findings.look("git", format!("Git {version} is too old to be asked."), "Install a newer git.");
        }
        Git::Silent => {
            return findings.look("git", "Git is there and does not answer.", "Try: git --version");
        }
    };
    findings.ok("git", format!("Git {version} is there."));
    let state = match git::look(folder) {
        git::Folder::Inside(state) => state,
        git::Folder::Outside => {
            return findings
                .ok("repository", "The catalogue is kept in no git repository, so no edit of it can be taken back.");
        }
        git::Folder::Foreign => {
            let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            return findings.look(
                "repository",
                "Another user owns the catalogue's repository, so git refuses to look at it.",
                format!("If you trust them, name the top folder of its repository: git config --global --add safe.directory {}", whole.display()),
            );
        }
        git::Folder::Unknown => {
            return findings.look("repository", "Git can't tell how the catalogue stands.", "Try: git status");
        }
    };
    let on = state.branch.as_ref().map_or_else(|| "no branch".to_owned(), |branch| format!("branch {branch}"));
    let mut notes = Vec::new();
    if state.changed > 0 {
        notes.push((format!("{} not committed", count(state.changed as u64, "file is", "files are")), "commit them"));
    }
    if state.ahead > 0 {
        notes.push((format!("{} only here", count(state.ahead, "commit is", "commits are")), "push"));
    }
    if state.behind > 0 {
        notes.push((
            format!("{} not taken yet", count(state.behind, "commit of others is", "commits of others are")),
            "pull",
        ));
    }
    if state.follows.is_none() {
        notes.push(("nothing is kept elsewhere".to_owned(), "set a remote branch to follow, git push -u"));
    }
    if state.undecided > 0 {
        let left = count(state.undecided as u64, "file", "files");
        findings.broken(
            "repository",
            format!("A merge left {left} undecided."),
            "Decide each, then commit: git status",
        );
    } else if notes.is_empty() {
        let follows = state.follows.unwrap_or_default();
        findings.ok("repository", format!("The catalogue is on {on}, and all of it is in {follows} too."));
    } else {
        let (what, to_do): (Vec<String>, Vec<&str>) = notes.into_iter().unzip();
        findings.look(
            "repository",
            format!("The catalogue is on {on}: {}.", what.join("; ")),
            format!("Whoever keeps the catalogue: {}.", to_do.join("; ")),
        );
    }
}

fn compiled(cache: Cache, files: Option<(&Folder, &Listing)>, findings: &mut Findings) -> Option<Look> {
    let look = match cache.look() {
        Ok(Some(look)) => look,
        Ok(None) => {
            match files {
                Some(_) => findings.ok("snapshot", "The catalogue is not compiled yet; the next start does it."),
                None => findings.broken(
                    "snapshot",
                    "No earlier version of the catalogue is compiled, so nothing can be found.",
                    "Bring the catalogue back.",
                ),
            }
            return None;
        }
        Err(error) => {
            let hint = "The next start makes it anew; or run: signpost reindex";
            findings.look("snapshot", error.what, hint);
            return None;
        }
    };
    let manifest = &look.manifest;
    let day = parse_now(&manifest.compiled);
    let day = day.map_or_else(|_| manifest.compiled.clone(), |at| crate::catalogue::hours::date(at.date()));
    let services = count(manifest.services.into(), "service", "services");
    let what = format!(
        "{services}, compiled on {day} by Signpost {} (generation {}, layout {})",
        manifest.program,
        look.generation.get(..8).unwrap_or(&look.generation),
        manifest.layout
    );
    match files {
        Some((folder, listing)) if look.is_fresh(folder, listing) => {
            findings.ok("snapshot", format!("{what}; the files have not changed since."))
        }
        Some(_) => findings.look(
            "snapshot",
            format!("{what}; the files have changed since."),
            "The next start takes them; or run: signpost reindex",
        ),
        None => findings.look(
            "snapshot",
            format!("{what}; it serves while the catalogue is away."),
            "Bring the catalogue back.",
        ),
    }
    for notice in &look.head.notices {
        findings.look("catalogue-notice", notice.clone(), "Run: signpost catalogue check");
    }
    Some(look)
}

/// Tells whether the hub of this desk is in the catalogue.
fn hub(setup: &Setup, listing: &Listing, look: Option<&Look>, findings: &mut Findings) {
    let setting = &setup.settings.hub;
    let default = look.and_then(|look| look.head.header.default_hub.as_deref());
    let Some(id) = setting.value.as_deref().or(default) else {
        if look.is_some() {
            findings.look(
                "hub",
                "This desk stands in no hub, so nothing can be logged.",
                "Name it in settings.toml as hub = \"...\", or as default_hub in catalogue.toml.",
            );
        }
        return;
    };
    let from = match setting.value {
        Some(_) => super::places::set_by(&setting.from),
        None => "default_hub in catalogue.toml".to_owned(),
    };
    let hubs = || listing.files.iter().filter(|file| file.part == Part::Hub).map(|file| file.id());
    if hubs().any(|hub| hub == id) {
        findings.ok("hub", format!("This desk stands in the hub {id} ({from})."));
    } else {
        let near =
            crate::text::nearest(id, hubs()).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        findings.broken(
            "hub",
            format!("There is no hub \"{id}\" in the catalogue ({from})."),
            format!("Hubs are the files in the catalogue's folder hubs/.{near}"),
        );
    }
}
