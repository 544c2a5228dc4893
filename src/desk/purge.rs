//! Purging: counts what is too old to be kept as rows, and erases the rows.

use super::{Catalogue, recount};
use crate::catalogue::Need;
use crate::error::{Error, Result};
use crate::store::{Purged, Store, horizon};
use crate::tally::{Dimension, thinned};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses to purge where nothing newer is here: a clock that is wrong by a year would take everything.
fn doubt(store: &Store, today: NaiveDate, up_to: NaiveDate) -> Result<()> {
    let (last, now) = (month_id(up_to), month_id(today));
    let months: Vec<String> = store.months()?.into_iter().filter(|(_, state)| state.rows).map(|(id, _)| id).collect();
    if months.iter().any(|month| *month <= last) && !months.iter().any(|month| *month > last && *month < now) {
        return Err(Error::usage(format!(
            "Nothing was purged: today is {} by this computer's clock, and there is no enquiry of the whole time that is kept.",
            today.format("%-d %B %Y")
        ))
        .hint("Set the clock if it is wrong. If it is right, purge with --all."));
    }
    Ok(())
}

fn month_id(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// Counts and then erases for good what is older than this month and so many whole months before it.
///
/// # Errors
/// When the clock may be wrong and `all` does not say otherwise, or the store can't be written; then nothing was erased.
pub fn purge(store: &mut Store, catalogue: &Catalogue, months: u32, all: bool) -> Result<Purged> {
    let today = catalogue.clock().today();
    let up_to = horizon(today, months);
    if !all {
        doubt(store, today, up_to)?;
    }
    let last = month_id(up_to);
    let old: BTreeSet<String> = store.months()?.into_keys().filter(|month| *month <= last).collect();
    recount(store, &catalogue.groups(), &old, &mut |_| ())?;
    let needs: BTreeMap<&str, bool> =
        catalogue.head().needs.iter().map(|need| (need.id.as_str(), need.sensitive)).collect();
    // What the catalogue does not know any more may have been sensitive.
    let all_sensitive = |is_of: &dyn Fn(&Need) -> bool| {
        catalogue.head().needs.iter().filter(|need| is_of(need)).all(|need| need.sensitive)
    };
    let sensitive = |dimension: Dimension, value: &str| match dimension {
        Dimension::Need => needs.get(value).copied().unwrap_or(true),
        Dimension::Group => all_sensitive(&|need| need.group == value),
        Dimension::DfeArea => all_sensitive(&|need| need.dfe_area.as_deref() == Some(value)),
        Dimension::Service => catalogue.may_be_sensitive(value),
        _ => false,
    };
    let locality = |hub: &str| catalogue.head().hub(hub).map_or_else(String::new, |hub| hub.locality.clone());
    let kept = store
        .remains(up_to)?
        .into_iter()
        .map(|(month, counts)| Ok((month, thinned(&counts, &locality, &sensitive)?)))
        .collect::<Result<_>>()?;
    store.purge(up_to, &kept)
}
