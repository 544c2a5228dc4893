//! Brings the services of a register into a catalogue on disk, as often as one likes.

use super::before::{Before, InFile};
use super::gather::Reading;
use super::incoming::{Incoming, Term};
use super::mapping::Mapped;
use super::merge::{self, Merged};
use super::summary::{self, Summary, Unmapped};
use super::written::{fit, values};
use crate::audit;
use crate::catalogue::check::{self, Known};
use crate::catalogue::{Service, Severity, Status, Upstream, edit, parse, schema};
use crate::error::{Error, Result};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// What an import is told.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder of the catalogue.
    pub root: PathBuf,
    /// The register, by the name that files remember it by.
    pub scheme: String,
    /// The folder under `services/` for new files; the only one when there is no choice.
    pub locality: Option<String>,
    /// The hub's date.
    pub today: NaiveDate,
    /// Nothing is written.
    pub dry_run: bool,
    /// Services are marked as gone even when they are many.
    pub many_gone: bool,
}

/// Returns the needs that a text speaks of, the likeliest first; the desk's search answers.
pub type Suggest<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// From so many missing services on it may be the register that is broken.
const MANY: usize = 5;

/// And only when it is more than one in so many.
const SHARE: usize = 4;

/// Merges what was read into the catalogue.
///
/// # Errors
/// When the catalogue can't be read or written, or it isn't said where new files go.
pub fn import(reading: Reading, order: &Order, suggest: Suggest<'_>, progress: &dyn Fn(u64, u64)) -> Result<Summary> {
    let mut before = Before::read(order)?;
    let mut summary = Summary {
        scheme: order.scheme.clone(),
        dry_run: order.dry_run,
        read: reading.services.len(),
        ..Summary::default()
    };
    let Reading { mut services, complete, notes, others, nameless, confidential, tests, twice, withheld } = reading;
    summary.notes = notes;
    for (why, number) in [(summary::NO_SERVICE, others), (summary::NAMELESS, nameless), (summary::TWICE, twice)] {
        (0..number).for_each(|_| summary.leave_out(why, ""));
    }
    confidential.iter().for_each(|_| summary.leave_out(summary::CONFIDENTIAL, ""));
    tests.iter().for_each(|id| summary.leave_out(summary::TEST, id));
    // In the order of their ids, two people who import the same register give the same names.
    services.sort_by(|a, b| a.upstream.id.cmp(&b.upstream.id));
    let mut there: HashSet<String> = services.iter().map(|service| service.upstream.id.clone()).collect();
    there.extend(withheld);
    let mut terms: BTreeMap<Term, Met> = BTreeMap::new();
    let all = services.len() as u64;
    // What is here already comes first: its new name may make room for another's.
    let (here, new): (Vec<_>, Vec<_>) =
        services.into_iter().partition(|incoming| before.files.contains_key(&incoming.upstream.id));
    for (at, incoming) in here.into_iter().chain(new).enumerate() {
        let mapped = before.mapping.terms(&incoming.terms);
        mapped.unknown.iter().for_each(|term| terms.entry(term.clone()).or_default().services += 1);
        if let Some(upstream) = before.own.get(&incoming.upstream.id) {
            // Our own export, which came back: what the file says is what it was made from, and it is not gone.
            there.extend(upstream.clone());
            summary.leave_out(summary::OWN, &incoming.upstream.id);
            progress(at as u64 + 1, all);
            continue;
        }
        let given = match before.files.get(&incoming.upstream.id).cloned() {
            Some(path) => update(incoming, &mapped, &path, &mut before, order, &mut summary)?,
            None => add(incoming, &mapped, &mut before, order, suggest, &mut summary)?,
        };
        for term in &mapped.unknown {
            terms.entry(term.clone()).or_default().give(&given);
        }
        progress(at as u64 + 1, all);
    }
    let secret: HashSet<String> = confidential.into_iter().filter(|id| !id.is_empty()).collect();
    vanished(&before, order, &there, &secret, complete, &mut summary)?;
    let mut unmapped: Vec<(Term, Met)> = terms.into_iter().collect();
    unmapped.sort_by(|a, b| b.1.services.cmp(&a.1.services).then_with(|| a.0.cmp(&b.0)));
    summary.unmapped = unmapped
        .into_iter()
        .map(|(term, met)| {
            let searched = || suggest(&term.name).into_iter().take(2).collect();
            let services = met.services;
            let suggestion = met.most().map_or_else(searched, |need| vec![need]);
            Unmapped::of(term, services, suggestion)
        })
        .collect();
    Ok(summary)
}

/// How a term was met that nothing is said of.
#[derive(Default)]
struct Met {
    services: usize,
    /// Needs that its services have, with how many have them.
    needs: Vec<(String, usize)>,
}

impl Met {
    fn give(&mut self, needs: &[String]) {
        for need in needs {
            match self.needs.iter_mut().find(|(id, _)| id == need) {
                Some((_, count)) => *count += 1,
                None => self.needs.push((need.clone(), 1)),
            }
        }
    }

    /// Returns the need that most of its services have, of several the one that came first.
    fn most(self) -> Option<String> {
        // Of equals `max_by_key` takes the last.
        self.needs.into_iter().rev().max_by_key(|(_, count)| *count).map(|(need, _)| need)
    }
}

/// Brings a service that is not in the catalogue yet. Returns its needs, none when it is not brought.
fn add(
    mut incoming: Incoming,
    mapped: &Mapped,
    before: &mut Before,
    order: &Order,
    suggest: Suggest<'_>,
    summary: &mut Summary,
) -> Result<Vec<String>> {
    let there = incoming.upstream.id.clone();
    if incoming.service.status == Status::Defunct {
        summary.leave_out(summary::CLOSED, &there);
        return Ok(Vec::new());
    }
    if mapped.none_of_ours {
        summary.leave_out(summary::NONE_OF_OURS, &there);
        return Ok(Vec::new());
    }
    let alike = audit::alike(&incoming.service);
    let same = alike.1.iter().find_map(|place| before.alike.get(&(alike.0.clone(), place.clone())));
    if let Some(same) = same {
        summary.leave_out(summary::HERE, &format!("{same} ({there})"));
        return Ok(Vec::new());
    }
    let guessed = mapped.needs.is_empty();
    let needs = if guessed { suggested(&incoming, suggest, before) } else { mapped.needs.clone() };
    if needs.is_empty() {
        summary.leave_out(summary::NO_NEED, &format!("{} ({there})", incoming.service.name));
        return Ok(Vec::new());
    }
    let Some(mut fields) = fit(&mut incoming, &needs, &before.known) else {
        summary.leave_out(summary::REFUSED, &there);
        return Ok(Vec::new());
    };
    let id = before.free_id(&incoming.service, &there);
    let look_over = if guessed { vec!["needs".to_owned()] } else { Vec::new() };
    let upstream = Upstream { look_over, brought: merge::brought(&fields), ..incoming.upstream };
    let mut own = values(&Service { upstream: Some(upstream), ..Service::default() });
    fields.extend(own.remove("upstream").map(|value| ("upstream".to_owned(), value)));
    let path = format!("services/{}/{id}.toml", before.locality);
    put(order, &path, &schema::headed(&path, "service", &edit::written(&fields)))?;
    if guessed {
        summary.suggested.insert(id.clone(), needs.clone());
    }
    summary.lose(&id, incoming.lost, incoming.held_back);
    summary.new.push(id.clone());
    before.remember(InFile { path, upstream: Some(there), alike, ids: vec![id] });
    Ok(needs)
}

/// Returns what the search makes of a service's own words.
fn suggested(incoming: &Incoming, suggest: Suggest<'_>, before: &Before) -> Vec<String> {
    let service = &incoming.service;
    let terms: Vec<&str> = incoming.terms.iter().map(|term| term.name.as_str()).collect();
    let known = |need: &String| before.known.needs.as_ref().is_some_and(|all| all.contains(need));
    let words = [service.name.clone(), terms.join(" "), crate::text::first_sentence(&service.description).to_owned()];
    let found =
        words.iter().filter(|words| !words.is_empty()).map(|words| suggest(words)).find(|needs| !needs.is_empty());
    found.unwrap_or_default().into_iter().filter(known).take(2).collect()
}

/// Merges a service into its file. Returns the needs that it has then.
fn update(
    mut incoming: Incoming,
    mapped: &Mapped,
    path: &str,
    before: &mut Before,
    order: &Order,
    summary: &mut Summary,
) -> Result<Vec<String>> {
    let Some((text, ours)) = readable(path, order, summary)? else { return Ok(Vec::new()) };
    let id = crate::catalogue::folder::id_of(path).to_owned();
    // Where no term says what it means, the needs of the file stand.
    let needs = if mapped.needs.is_empty() { ours.needs.clone() } else { mapped.needs.clone() };
    let Some(mut theirs) = fit(&mut incoming, &needs, &before.known) else {
        summary.leave_out(summary::REFUSED, &incoming.upstream.id);
        return Ok(ours.needs);
    };
    let secret = |needs: &[String]| needs.iter().any(|need| before.known.sensitive.contains(need));
    // Nor does a register make a sensitive service an open one.
    if mapped.needs.is_empty() || (secret(&ours.needs) && !ours.sensitive && !secret(&mapped.needs)) {
        theirs.remove("needs");
    }
    let merged = merge::merge(&text, &ours, theirs, incoming.partial)?;
    if worse(&text, &merged.text, &id, &before.known) && !merged.hidden {
        let why = "what the register says now does not go with what stands here; nothing was changed".to_owned();
        summary.unreadable.insert(path.to_owned(), why);
        return Ok(ours.needs);
    }
    summary.lose(&id, incoming.lost, incoming.held_back);
    if merged.text == text {
        summary.unchanged += 1;
        return Ok(ours.needs);
    }
    put(order, path, &merged.text)?;
    let now = parse::<Service>(&merged.text, false).value;
    before.renamed(&ours, &now, &id);
    let Merged { changed, conflicts, hidden, back, comments_lost, .. } = merged;
    summary.changed.insert(id.clone(), changed);
    if !conflicts.is_empty() {
        summary.conflicts.insert(id.clone(), conflicts);
    }
    let lists = [(hidden, &mut summary.hidden), (back, &mut summary.back), (comments_lost, &mut summary.comments_lost)];
    lists.into_iter().filter(|(is, _)| *is).for_each(|(_, list)| list.push(id.clone()));
    Ok(now.needs)
}

/// Returns whether a file has errors that it had not before.
fn worse(was: &str, now: &str, id: &str, known: &Known) -> bool {
    let errors = |text: &str| {
        let problems = check::service(&parse::<Service>(text, false), id, known);
        problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    };
    was != now && errors(now) > errors(was)
}

/// Marks what the register does not name any more.
fn vanished(
    before: &Before,
    order: &Order,
    there: &HashSet<String>,
    secret: &HashSet<String>,
    complete: bool,
    summary: &mut Summary,
) -> Result<()> {
    let mut missing: Vec<(&String, &String)> = before.files.iter().filter(|(id, _)| !there.contains(*id)).collect();
    missing.sort();
    // What is secret now is named, and loses its address whatever else holds.
    let (kept, missing): (Vec<_>, Vec<_>) = missing.into_iter().partition(|(id, _)| secret.contains(*id));
    let many = missing.len() > MANY && missing.len() * SHARE > before.files.len() && !order.many_gone;
    if !complete && !missing.is_empty() {
        summary.notes.push("The register could not be read to its end, so nothing is marked as gone".to_owned());
    } else if many {
        let what = format!(
            "{} of {} services are missing in the register, which may be its fault, so none is marked as gone; if it is right, add --many-gone",
            missing.len(),
            before.files.len()
        );
        summary.notes.push(what);
    }
    let marked = if complete && !many { missing } else { Vec::new() };
    for (is_secret, files) in [(true, kept), (false, marked)] {
        for (_, path) in files {
            let Some((text, ours)) = readable(path, order, summary)? else { continue };
            let id = crate::catalogue::folder::id_of(path).to_owned();
            if let Some(merged) = merge::gone(&text, &ours, order.today, is_secret)? {
                put(order, path, &merged.text)?;
                if merged.hidden {
                    summary.hidden.push(id.clone());
                }
                if merged.comments_lost {
                    summary.comments_lost.push(id.clone());
                }
                summary.gone.push(id);
            }
        }
    }
    Ok(())
}

/// Returns a file and what it says; nothing when it must be mended first, which is told.
fn readable(path: &str, order: &Order, summary: &mut Summary) -> Result<Option<(String, Service)>> {
    let whole = order.root.join(path);
    let text = match std::fs::read_to_string(&whole) {
        Ok(text) => text,
        // Written by this very run, were it not dry.
        Err(e) if order.dry_run && e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("read", &whole, e)),
    };
    let parsed = parse::<Service>(&text, false);
    if let Some(problem) = parsed.problems.first() {
        summary.unreadable.insert(path.to_owned(), format!("{} It was left as it is.", problem.what));
        return Ok(None);
    }
    let service = parsed.value;
    Ok(Some((text, service)))
}

/// Writes a file whole or not at all.
fn put(order: &Order, path: &str, text: &str) -> Result<()> {
    if order.dry_run {
        return Ok(());
    }
    let whole = order.root.join(path);
    let folder = whole.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, e))?;
    // The reader of catalogues passes by what begins with a point.
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.new"));
    std::fs::write(&beside, text).map_err(|e| Error::io("write", &beside, e))?;
    std::fs::rename(&beside, &whole).map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        Error::io("write", &whole, e)
    })
}
