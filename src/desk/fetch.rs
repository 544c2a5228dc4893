//! The desk and the remote of its catalogue: fetching in the background, and what came of it.

use super::news::{self, Update};
use super::own::{Asked, Taken};
use super::{Catalogue, News, Setup};
use crate::error::{Error, Result};
use crate::settings::Origin;
use crate::snapshot::Snapshot;
use std::time::Duration;

/// Returns how often a catalogue is fetched; nothing when it is not one that is.
pub fn every(setup: &Setup) -> Option<Duration> {
    let is_fetched = matches!(setup.settings.catalogue.value, Some(Origin::Url(_)));
    is_fetched.then(|| Duration::from_secs(60 * u64::from(setup.settings.fetch_every_minutes.value)))
}

/// What a fetch means for a desk.
#[derive(Default)]
pub struct Fetched {
    /// Another catalogue than the one that is open.
    pub catalogue: Option<Catalogue>,
    /// What to tell.
    pub told: Option<String>,
    /// Why what came could not be taken.
    pub problem: Option<Error>,
}

/// Fetches the catalogue of a desk that has this one open.
///
/// # Errors
/// When nothing came; what is open goes on serving.
pub fn fetch(setup: &Setup, open: Option<&Snapshot>) -> Result<Fetched> {
    let Some(clone) = setup.own_clone()? else { return Ok(Fetched::default()) };
    let Taken { snapshot, refused, told, to, .. } =
        setup.fetch(&clone, Asked::InBackground).map_err(|error| setup.meanwhile(&clone, error))?;
    let problem = refused.map(|error| setup.meanwhile(&clone, error));
    if open.is_some_and(|open| open.dir == snapshot.dir) {
        return Ok(Fetched { problem, ..Fetched::default() });
    }
    let before = open.and_then(|open| open.manifest.revision()).map(str::to_owned);
    let (catalogue, notices) = setup.at_hub(snapshot, setup.clock);
    let first = match (before, to) {
        (Some(before), Some(to)) if before != to => {
            news::between(&clone, &before, &to).ok().map(|update| said(&update))
        }
        (None, Some(_)) => Some("The catalogue was fetched.".to_owned()),
        _ => None,
    };
    let told: Vec<String> = first.into_iter().chain(notices).chain(told).collect();
    let told = (!told.is_empty()).then(|| told.join(" "));
    Ok(Fetched { catalogue: Some(catalogue), told, problem })
}

/// Returns what an update changed, in one sentence.
pub fn said(update: &Update) -> String {
    match update.services {
        0 => "Catalogue updated: no service changed.".to_owned(),
        1 => "Catalogue updated: 1 service changed.".to_owned(),
        many => format!("Catalogue updated: {many} services changed."),
    }
}

/// Returns what the last update changed.
pub fn news(setup: &Setup) -> Vec<News> {
    let Ok(Some(clone)) = setup.own_clone() else { return Vec::new() };
    let last = clone.steps().into_iter().next();
    let update = last.and_then(|step| news::between(&clone, &step.from?, &step.to).ok());
    update.map(|update| update.news).unwrap_or_default()
}
