//! Compiles only the files that changed since a generation was compiled whole, as a part of its own that replaces the older versions.

use super::compile::{Outcome, Task, Writer, compose, encode, finish, put, tolerable};
use super::facts::Areas;
use super::files::Manifest;
use super::groups::Groups;
use super::head;
use super::hidden;
use super::list::{self, LIST};
use super::open::{GONE, Gone, Snapshot};
use super::part::Part;
use super::reports;
use super::stationery;
use super::terms::Terms;
use super::trace;
use crate::catalogue::{File, Folder, Listing};
use crate::error::{Error, Result};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::AtomicUsize;

/// So many changed files are always few.
const FEW: usize = 16;
/// Of more services than that, one changed in so many is few.
const SHARE: usize = 200;

/// Writes a generation of what changed into an empty folder; nothing when all has to be compiled.
///
/// # Errors
/// When the catalogue has to be refused whole, or the disk refuses.
pub fn write(
    folder: &Folder,
    listing: &Listing,
    manifest: Manifest,
    newest: &Snapshot,
    dir: &Path,
) -> Result<Option<Outcome>> {
    let (whole, before) = newest.whole();
    let Some(part) = newest.parts().first() else { return Ok(None) };
    let Ok(list) = std::fs::read(whole.join(LIST)) else { return Ok(None) };
    // A generation that was written while its catalogue was refused is what no list of files says.
    if before.is_held() {
        return Ok(None);
    }
    let changes = list::changes(&list, listing);
    // What was taken out must not stay behind.
    if !changes.gone.is_empty() || changes.written.len() > FEW.max(part.end() as usize / SHARE) {
        return Ok(None);
    }
    let (head, known, newer) = head::read(folder, listing, Some(&newest.head))?;
    if head != newest.head {
        return Ok(None);
    }
    let (areas, groups) = (Areas::of(&head), Groups::of(head.facets.as_ref()));
    let task = Task {
        folder,
        files: &changes.written,
        head: &head,
        areas: &areas,
        groups: &groups,
        known: &known,
        newer,
        previous: Some(newest),
        next: AtomicUsize::new(0),
    };
    let mut writer = Writer::create(dir, changes.written.len())?;
    let bad = writer.take_all(&task)?;
    let held_back = std::mem::take(&mut writer.held_back);
    let count = writer.finish(dir)?;
    let Some(gone) = replaced(newest, part, &changes.written, dir)? else { return Ok(None) };
    let unchanged = |path: &str| changes.written.iter().all(|file| file.path != path);
    let mut manifest = Manifest {
        base: whole.file_name().map(|name| name.to_string_lossy().into_owned()),
        bad: before.bad.iter().filter(|(path, _)| unchanged(path)).map(|(p, w)| (p.clone(), w.clone())).collect(),
        held_back: before.held_back.iter().filter(|path| unchanged(path)).cloned().collect(),
        ..manifest
    };
    manifest.bad.extend(bad);
    manifest.held_back.extend(held_back);
    tolerable(&manifest, listing, Some(newest))?;
    manifest.services = part.end() + count - u32::try_from(gone.numbers.len()).unwrap_or(u32::MAX);
    let bytes = encode(&gone)?;
    manifest.gone = crc32fast::hash(&bytes);
    put(dir, GONE, &bytes)?;
    stationery::write(dir, &stationery::Source { folder, listing, newer, previous: Some(newest) }, &mut manifest)?;
    reports::write(dir, folder, listing, newer, &mut manifest)?;
    finish(dir, &head, manifest, listing).map(Some)
}

/// Returns what the part that was just written into a folder replaces; nothing when an older version says what must not stay behind.
fn replaced(newest: &Snapshot, part: &Part, written: &[&File], dir: &Path) -> Result<Option<Gone>> {
    let fresh = Part::open(dir, 0)?;
    let mut new = HashMap::new();
    for record in (0..fresh.end()).filter_map(|number| fresh.record(number)) {
        new.insert((record.id.clone(), record.locality.clone()), record);
    }
    let mut gone = Gone::default();
    let mut terms = Terms::default();
    for file in written {
        for number in part.with_id(&newest.fields, file.id()) {
            let Some(old) = part.record(number) else { return Ok(None) };
            let key = (old.id.clone(), old.locality.clone());
            if old.id != file.id() || file.locality() != Some(old.locality.as_str()) {
                continue;
            }
            let stays = new
                .get(&key)
                .is_some_and(|new| new.id == old.id && trace::may_stay(&old.service, &new.service, &newest.head.hubs));
            if !stays {
                return Ok(None);
            }
            gone.numbers.push(number);
            terms.collect(&old, &newest.head.hubs);
            terms.words().for_each(|(word, _)| *gone.words.entry(word.to_owned()).or_default() += 1);
            terms.starts().for_each(|(start, _)| *gone.starts.entry(start.to_owned()).or_default() += 1);
        }
    }
    gone.numbers.sort_unstable();
    Ok(Some(gone))
}

/// Returns the services that a refused catalogue says must be hidden and this snapshot does not: number, and path of the file.
///
/// # Errors
/// When the snapshot can't be read.
pub fn to_hide(folder: &Folder, listing: &Listing, newest: &Snapshot) -> Result<BTreeMap<u32, String>> {
    let path = newest.whole().0.join(LIST);
    let list = std::fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    let mut out = BTreeMap::new();
    for file in list::changes(&list, listing).written {
        let Some(number) = newest.number(file.id()) else { continue };
        let Some(old) = newest.record(number) else { continue };
        if old.id != file.id() || file.locality() != Some(old.locality.as_str()) {
            continue;
        }
        let mut service = old.service.clone();
        hidden::take_address(&mut service, &newest.head.hubs);
        if service != old.service && folder.read_anyway(file).is_some_and(|text| hidden::is_meant(&text)) {
            out.insert(number, file.path.clone());
        }
    }
    Ok(out)
}

/// Writes a generation of what a snapshot holds, less the addresses of some services, without looking at any file of the catalogue.
///
/// # Errors
/// When the disk refuses.
pub fn rewrite(from: &Snapshot, hide: &BTreeMap<u32, String>, manifest: Manifest, dir: &Path) -> Result<Outcome> {
    let (whole, _) = from.whole();
    let mut writer = Writer::create(dir, from.len() as usize)?;
    let (mut terms, areas) = (Terms::default(), Areas::of(&from.head));
    let groups = Groups::of(from.head.facets.as_ref());
    for number in from.numbers() {
        let Some(mut record) = from.record(number) else { continue };
        if hide.contains_key(&number) {
            hidden::take_address(&mut record.service, &from.head.hubs);
            record.kept = true;
        }
        writer.put(compose(&record, &from.head, &areas, &groups, &mut terms)?)?;
    }
    let services = writer.finish(dir)?;
    let mut manifest = Manifest { services, bad: from.manifest.bad.clone(), ..manifest };
    manifest.held_back = from.manifest.held_back.iter().chain(hide.values()).cloned().collect();
    stationery::keep(dir, from, &mut manifest)?;
    reports::keep(dir, from, &mut manifest)?;
    let path = whole.join(LIST);
    std::fs::copy(&path, dir.join(LIST)).map_err(|e| Error::io("read", &path, e))?;
    finish(dir, &from.head, manifest, &Listing::default())
}
