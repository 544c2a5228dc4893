//! Reads a register's API: page after page, and each record by itself where the list carries only a part of it. What it says of its totals is never relied on.

use super::gather::{Gather, is_brief};
use super::http::{Asker, Manners, Refused, host_of};
use super::open_referral::encoded;
use super::source::Progress;
use super::stream::{self, Around};
use super::value::{flag, number, text};
use crate::error::{Error, Result};
use serde_json::Value;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most pages of one register.
const MOST_PAGES: u64 = 20_000;

/// How many records are asked for at once.
const AT_ONCE: usize = 4;

/// How many records in a row are asked for in vain before the register is taken to have none singly.
const IN_VAIN: usize = 5;

/// Reads all pages of a register.
///
/// # Errors
/// When the first page can't be read.
pub fn read(address: &str, manners: Manners, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let asker = Asker::new(address, manners)?;
    let (mut address, first) = first_page(&asker, address)?;
    let base = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    // A source is a page that people can open, which no machine of one's own is.
    let public = base.starts_with("https://") && host_of(&base).is_some_and(|host| host.contains('.'));
    gather.set_page(public.then(|| base.clone()));
    let mut alone = Alone { asker: &asker, base: &base, vain: AtomicUsize::new(0), partial: 0 };
    let mut body = first;
    let mut page: u64 = 1;
    let mut next: Option<u64> = None;
    let mut doubted = false;
    for _ in 0..MOST_PAGES {
        let (around, repeated) = match one_page(&body, gather, &mut alone, progress) {
            Ok(done) => done,
            Err(why) => {
                gather.broken(format!("Page {page} can't be read further: {why}"));
                break;
            }
        };
        let ends = |key| flag(&Value::Object(around.fields.clone()), key) == Some(true);
        if repeated {
            // Registers count from 0 or from 1; asking for the page after a repeated first one tells which.
            if page == 1 && next == Some(1) && !doubted {
                doubted = true;
            } else {
                break;
            }
        } else if !around.enveloped || around.records == 0 || ends("last_page") || ends("last") || ends("empty") {
            break;
        }
        let from = next.unwrap_or_else(|| {
            let fields = Value::Object(around.fields.clone());
            let told = ["page_number", "number"].iter().find_map(|key| number(&fields, key));
            told.filter(|n| (0.0..2.0).contains(n)).map_or(1, |n| n as u64)
        });
        page = from + 1;
        next = Some(page);
        address = with_page(&address, page);
        body = match asker.get(&address) {
            Ok(body) => body,
            // Past the end some have no page.
            Err(Refused::Status(404)) => break,
            Err(why) => {
                gather.broken(format!("Page {page} can't be read: {why}"));
                break;
            }
        };
    }
    if alone.partial > 0 {
        let told = if alone.partial == 1 { "1 service".to_owned() } else { format!("{} services", alone.partial) };
        gather.note(format!("{told} could only be read as the list has them, without phones, places and times"));
    }
    Ok(())
}

/// Returns the first page and its address: what was given, or the list of services below it.
fn first_page(asker: &Asker, address: &str) -> Result<(String, Vec<u8>)> {
    let failed = |why: &dyn std::fmt::Display| {
        Error::system(format!("{address} can't be read: {why}."))
            .hint("Check the address and the network; nothing was changed.")
    };
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let below = || {
        let bare = path.trim_end_matches('/');
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        (!bare.ends_with("/services") && bare.len() > "https://".len()).then(|| format!("{bare}/services{query}"))
    };
    match asker.get(address) {
        Ok(body) if is_list(&body) => Ok((address.to_owned(), body)),
        Ok(body) => match below().map(|below| (asker.get(&below), below)) {
            Some((Ok(list), below)) if is_list(&list) => Ok((below, list)),
            // One record, perhaps.
            _ => Ok((address.to_owned(), body)),
        },
        Err(why @ Refused::Status(404)) => match below().map(|below| (asker.get(&below), below)) {
            Some((Ok(list), below)) => Ok((below, list)),
            _ => Err(failed(&why)),
        },
        Err(why) => Err(failed(&why)),
    }
}

fn is_list(body: &[u8]) -> bool {
    let mut records = 0;
    let around = stream::records_of(body, &mut |_| records += 1);
    body.trim_ascii_start().starts_with(b"[") || around.is_ok_and(|around| around.enveloped)
}

/// Takes the records of one page; true when its first was seen before, and nothing of it was taken.
fn one_page(
    body: &[u8],
    gather: &mut Gather<'_>,
    alone: &mut Alone<'_>,
    progress: Progress<'_>,
) -> std::result::Result<(Around, bool), String> {
    let (mut first, mut repeated) = (true, false);
    let mut brief = Vec::new();
    let done = stream::records_of(body, &mut |record| {
        if std::mem::take(&mut first) {
            let id = text(record.get("service").unwrap_or(&record), "id");
            repeated = id.is_some_and(|id| gather.has(&id));
        }
        if repeated {
            return;
        }
        if is_brief(&record) {
            brief.push(record);
        } else {
            gather.take(&record, false);
        }
    });
    let total = |around: &Around| {
        let fields = Value::Object(around.fields.clone());
        ["total_items", "totalElements"].iter().find_map(|key| number(&fields, key)).map(|total| total as u64)
    };
    let total = done.as_ref().ok().and_then(total);
    alone.complete(&brief, gather, &|read| progress(read, total));
    progress(gather.read(), total);
    done.map(|around| (around, repeated))
}

/// Asks for records one by one.
struct Alone<'a> {
    asker: &'a Asker,
    base: &'a str,
    vain: AtomicUsize,
    partial: usize,
}

impl Alone<'_> {
    /// Takes the whole records in the place of those of a list, a few at a time, in their order.
    fn complete(&mut self, brief: &[Value], gather: &mut Gather<'_>, progress: &dyn Fn(u64)) {
        let next = AtomicUsize::new(0);
        let whole: Mutex<Vec<Option<Value>>> = Mutex::new(vec![None; brief.len()]);
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(record) = brief.get(at) else { return };
                let found = text(record, "id").and_then(|id| self.one(&id));
                if let Ok(mut whole) = whole.lock() {
                    whole[at] = found;
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(brief.len()) {
                scope.spawn(work);
            }
        });
        let whole = whole.into_inner().unwrap_or_default();
        for (record, whole) in brief.iter().zip(whole) {
            match whole {
                Some(whole) => gather.take(&whole, false),
                None => {
                    self.partial += 1;
                    gather.take(record, true);
                }
            }
            progress(gather.read());
        }
    }

    fn one(&self, id: &str) -> Option<Value> {
        if self.vain.load(Ordering::Relaxed) >= IN_VAIN {
            return None;
        }
        let found = self.asker.get(&format!("{}/{}", self.base, encoded(id))).ok().and_then(|body| {
            let record: Value = serde_json::from_slice(&body).ok()?;
            // Another record under this address would take the place of the right one.
            (text(&record, "id").as_deref() == Some(id)).then_some(record)
        });
        match found {
            Some(_) => self.vain.store(0, Ordering::Relaxed),
            None => drop(self.vain.fetch_add(1, Ordering::Relaxed)),
        }
        found
    }
}

/// Returns the address of another page of the same list.
fn with_page(address: &str, page: u64) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let rest = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("page="));
    let query: Vec<String> = rest.map(str::to_owned).chain([format!("page={page}")]).collect();
    format!("{path}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_keep_the_rest_of_the_address() {
        assert_eq!(with_page("https://a.example/services", 2), "https://a.example/services?page=2");
        assert_eq!(
            with_page("https://a.example/services?page=2&per_page=50", 3),
            "https://a.example/services?per_page=50&page=3"
        );
    }
}
