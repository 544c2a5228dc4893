//! Merges what a register says of a service into its file: three ways, against what the last import brought.
//!
//! What that was stands in the file, as a checksum of each field (`upstream.brought`). There it goes where the file goes, through renames, branches and other people's clones, and no second file can be lost or disagree. A field that still has the checksum was not touched here, so the register may change it; any other is somebody's own, and stays.

use super::hide::{hide, is_hidden};
use super::written::{FIELDS, checksum, values};
use crate::catalogue::{Service, Upstream, check, edit};
use crate::error::Result;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// One field of which the register and the file say different things.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// What the file says, which stays.
    pub here: String,
    /// What the register says.
    pub there: String,
}

/// What a merge makes of a file.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// The file's new text; the old one when nothing changed.
    pub text: String,
    /// Fields that changed.
    pub changed: Vec<String>,
    /// Fields of which both say something else, for the first time.
    pub conflicts: Vec<Conflict>,
    /// An address was taken out, because the register hides it now.
    pub hidden: bool,
    /// It was marked as gone, and is back.
    pub back: bool,
    /// Comments were lost, because an address stood in them.
    pub comments_lost: bool,
}

/// Merges the fields that a register fills into a file. Of a partial record nothing is missing.
///
/// # Errors
/// When the file can't be changed.
pub fn merge(text: &str, ours: &Service, mut theirs: Table, partial: bool) -> Result<Merged> {
    let mut out = Merged { text: text.to_owned(), ..Merged::default() };
    let mut upstream = ours.upstream.clone().unwrap_or_default();
    let mut own = ours.clone();
    // Whoever hides a place here or there, it is hidden from then on.
    let hides = hides(&theirs);
    if hides && !ours.places.is_empty() && !is_hidden(ours) {
        take_address(&mut out, &mut own)?;
        upstream.brought.remove("places");
        upstream.differs.clear();
    }
    let marked_here = is_hidden(&own);
    let here = values(&own);
    if marked_here && !hides {
        theirs = hidden_too(theirs, &here);
    }
    for field in FIELDS {
        let (mine, said) = (here.get(*field), theirs.get(*field));
        if *field == "places" && marked_here {
            // Not even a checksum of the address, which could be guessed.
            upstream.brought.remove(*field);
            upstream.differs.remove(*field);
            continue;
        }
        if said.is_none() && (partial || *field == "needs") {
            continue;
        }
        let sum = |value: Option<&Value>| value.map(|value| checksum(value, field));
        let (base, my_sum, their_sum) = (upstream.brought.get(*field).cloned(), sum(mine), sum(said));
        if my_sum == their_sum {
            upstream.differs.remove(*field);
        } else if their_sum != base {
            if my_sum == base {
                let value = said.map(|value| edit::inline(value, field));
                out.text = edit::set(&out.text, field, value.as_deref())?;
                out.changed.push((*field).to_owned());
                upstream.look_over.retain(|name| name != field);
                upstream.differs.remove(*field);
            } else if *field != "needs" {
                let written = |value: Option<&Value>| value.map(|value| edit::inline(value, field)).unwrap_or_default();
                let conflict = Conflict { field: (*field).to_owned(), here: written(mine), there: written(said) };
                upstream.differs.insert((*field).to_owned(), conflict.there.clone());
                out.conflicts.push(conflict);
            }
        }
        match their_sum {
            Some(sum) => drop(upstream.brought.insert((*field).to_owned(), sum)),
            None => drop(upstream.brought.remove(*field)),
        }
    }
    if hides {
        upstream.brought.remove("places");
    }
    out.back = upstream.gone.take().is_some();
    put_upstream(&mut out, ours.upstream.as_ref(), upstream)?;
    Ok(out)
}

/// Marks a file whose service the register does not name any more, and takes its address out when the register keeps it secret now. Nothing when it was marked already.
///
/// # Errors
/// When the file can't be changed.
pub fn gone(text: &str, ours: &Service, today: NaiveDate, secret: bool) -> Result<Option<Merged>> {
    let mut out = Merged { text: text.to_owned(), ..Merged::default() };
    let mut upstream = ours.upstream.clone().unwrap_or_default();
    if secret && !ours.places.is_empty() && !is_hidden(ours) {
        take_address(&mut out, &mut ours.clone())?;
        upstream.brought.remove("places");
        upstream.differs.clear();
    }
    if upstream.gone.is_none() {
        upstream.gone = Some(today);
    }
    put_upstream(&mut out, ours.upstream.as_ref(), upstream)?;
    Ok((out.text != text).then_some(out))
}

fn put_upstream(out: &mut Merged, was: Option<&Upstream>, now: Upstream) -> Result<()> {
    if was == Some(&now) {
        return Ok(());
    }
    let value = values(&Service { upstream: Some(now), ..Service::default() }).remove("upstream");
    out.text = edit::set(&out.text, "upstream", value.map(|value| edit::inline(&value, "upstream")).as_deref())?;
    Ok(())
}

/// Takes the address out of a file, whoever wrote it there.
fn take_address(out: &mut Merged, own: &mut Service) -> Result<()> {
    let was = values(own);
    let clues: Vec<String> =
        own.places.iter().flat_map(|place| [place.address_1.clone(), place.name.clone()]).flatten().collect();
    hide(own, &clues);
    let now = values(own);
    for field in edit::fields() {
        if was.get(*field) != now.get(*field) && *field != "upstream" {
            let value = now.get(*field).map(|value| edit::inline(value, field));
            out.text = edit::set(&out.text, field, value.as_deref())?;
            out.changed.push((*field).to_owned());
        }
    }
    // What people wrote beside the values may lead there too.
    if leads_there(&out.text, &clues) {
        // The first line may name the schema, which leads nowhere.
        let first = out.text.split_inclusive('\n').next().filter(|line| line.starts_with("#:schema ")).unwrap_or("");
        out.text = format!("{first}{}", edit::written(&now));
        out.comments_lost = true;
    }
    out.hidden = true;
    Ok(())
}

/// Returns whether a comment of a file leads to the address.
fn leads_there(text: &str, clues: &[String]) -> bool {
    let comments = text.lines().filter_map(|line| line.split_once('#').map(|(_, said)| said));
    comments.into_iter().any(|said| {
        let folded = crate::text::fold(said);
        check::leads_to_a_door(said) || clues.iter().any(|clue| folded.contains(&crate::text::fold(clue)))
    })
}

fn hides(theirs: &Table) -> bool {
    let places = theirs.get("places").and_then(Value::as_array);
    places.is_some_and(|places| places.iter().any(|place| place.get("hidden").and_then(Value::as_bool) == Some(true)))
}

/// What an entry is called by.
const NAMES: &[&str] = &["name", "organisation"];

/// Returns what a register says without what leads to the address that is hidden here. What stands here in the same words stays: whoever hid the place saw it, and a name may share a word with its street.
fn hidden_too(theirs: Table, here: &Table) -> Table {
    let said = theirs.clone();
    let Ok(mut service) = theirs.try_into::<Service>() else { return Table::new() };
    let clues: Vec<String> =
        service.places.iter().flat_map(|place| [place.address_1.clone(), place.name.clone()]).flatten().collect();
    hide(&mut service, &clues);
    let mut hidden = values(&service);
    hidden.remove("places");
    for (field, value) in said.into_iter().filter(|(field, _)| field != "places") {
        let is_name = NAMES.contains(&field.as_str());
        match here.get(&field) {
            Some(mine) if *mine == value && (is_name || !check::leads_to_a_door(&edit::inline(mine, &field))) => {
                hidden.insert(field, value);
            }
            // No stopgap takes the place of a name.
            Some(mine) if is_name && hidden.get(&field) != Some(&value) => {
                hidden.insert(field, mine.clone());
            }
            _ => {}
        }
    }
    hidden
}

/// Returns the checksums of all fields that an import brings, but of no hidden place.
pub fn brought(fields: &Table) -> BTreeMap<String, String> {
    let kept = |(field, _): &(&String, &Value)| field.as_str() != "places" || !hides(fields);
    fields.iter().filter(kept).map(|(field, value)| (field.clone(), checksum(value, field))).collect()
}
