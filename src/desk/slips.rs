//! Makes slips: what stands on them, in English and in the language of the family.

mod apart;
mod code;
mod discreet;
mod item;

pub(super) use item::{address, bare_number};

use super::catalogue::Catalogue;
use super::log::unknown;
use super::pending::doubt;
use super::speak::Speak;
use super::times::opening;
use super::tongues::tongue;
use crate::catalogue::check::ENGLISH;
use crate::catalogue::{Fixed, Language, MeantFor, Service, Translated, Wording, languages};
use crate::error::{Error, Result};
use crate::slip::{Said, Slip, Wanted};
use crate::snapshot::{Record, Stationery};
use crate::text;
use std::collections::BTreeMap;
use strum::IntoEnumIterator;

/// Columns of a printed slip; fits A5 and A4 in the usual ten characters to an inch.
pub const SLIP_WIDTH: usize = 60;
/// Longest line to a family, in characters.
pub const LONGEST_LINE: usize = 200;

impl Catalogue {
    /// Makes a slip of these services, with one optional line to the family, and says what staff must know before they hand it over.
    ///
    /// # Errors
    /// When one of the services or the language is not in the catalogue, or two of the services must not be in the same hands.
    pub fn slip(&self, wanted: &Wanted) -> Result<Slip> {
        // English is built in, so a slip in English is made whatever is damaged.
        let (stationery, trouble) = match wanted.language {
            Some(_) => (self.stationery()?, None),
            None => self.stationery_or_none(),
        };
        let discreet = wanted.discreet;
        let records = wanted
            .services
            .iter()
            .map(|id| self.record(id).ok_or_else(|| self.unknown(id)))
            .collect::<Result<Vec<Record>>>()?;
        self.keep_apart(&records)?;
        let language = wanted.language.as_deref().filter(|code| !code.trim().eq_ignore_ascii_case(ENGLISH));
        let language = language.map(|code| language_of(&stationery, code)).transpose()?;
        let speak = Speak {
            english: Wording::english(stationery.language(ENGLISH)),
            own: language.map(|(_, language)| Wording::of(language)),
        };
        let mut slip = Slip {
            hub: self.hub().map_or_else(|| Slip::TITLE.to_owned(), |hub| hub.name.clone()),
            example: self.hub().is_some_and(|hub| hub.example),
            hub_lines: self.hub_lines(speak),
            date: speak.both(|wording| wording.date(self.clock().today())),
            tongue: language.map(|(code, language)| tongue(code, language)),
            line: wanted.line.as_deref().map(|line| text::clean(line).chars().take(LONGEST_LINE).collect()),
            words: words(speak),
            privacy: self.reminder(&self.privacy_of(&records)),
            discreet,
            large: wanted.large,
            plain: wanted.plain,
            ..Slip::default()
        };
        let mut unchecked = slip.tongue.as_ref().is_some_and(|tongue| !tongue.checked);
        if let Some(tongue) = slip.tongue.as_ref().filter(|tongue| !tongue.checked) {
            slip.warnings.push(format!("The {} on this slip has not been checked.", tongue.name));
        }
        let (mut sensitive, mut danger) = (false, false);
        for record in &records {
            let service = &record.service;
            let today = self.clock().today();
            let instead = self.instead_of(record, today);
            slip.warnings.extend(apart::warnings(service, instead.as_deref(), today));
            let awaiting = self.awaiting(&record.id).unwrap_or_default();
            slip.warnings.extend(self.reported_warnings(service, &awaiting, today));
            if discreet {
                match discreet::item(service, speak, today) {
                    Some(mut item) => {
                        doubt(&mut item, &awaiting, speak);
                        slip.warnings.extend(apart::left_out(service, &item));
                        slip.items.push(item);
                    }
                    None => slip.warnings.push(apart::not_discreet(service)),
                }
                continue;
            }
            let Some(listed) = self.listed_by_id(&record.id) else { continue };
            let dangerous = listed.sensitive && self.tells_of_danger(service);
            let translated = language.and_then(|(code, _)| service.translations.get(code));
            // Who may be in danger must not be misled, so there a translation counts once somebody checked it.
            let translated = translated.filter(|translated| translated.checked.is_some() || !dangerous);
            if let (Some(tongue), Some(Translated { checked: None, .. })) = (&slip.tongue, translated) {
                if tongue.checked {
                    let name = &service.name;
                    slip.warnings.push(format!("The {} of {name} has not been checked.", tongue.name));
                }
                unchecked = true;
            }
            let mut item = self.item(service, &listed, translated, speak, wanted.plain);
            if let (Some(said), Some(instead)) = (&mut item.hindrance, instead) {
                said.english = format!("{}; instead: {instead}", said.english.trim_end_matches('.'));
            }
            doubt(&mut item, &awaiting, speak);
            slip.items.push(item);
            sensitive |= listed.sensitive && service.meant_for != Some(MeantFor::PeopleWhoUseAbuse);
            danger |= dangerous;
        }
        let notes = [(danger, Fixed::DangerNow), (sensitive, Fixed::KeepSafe), (unchecked, Fixed::NotChecked)];
        slip.warnings.extend(trouble);
        slip.notes = notes.into_iter().filter(|(due, _)| *due).map(|(_, fixed)| speak.fixed(fixed)).collect();
        Ok(slip)
    }

    /// Returns address, hours and number of the hub.
    fn hub_lines(&self, speak: Speak<'_>) -> Vec<Said> {
        let Some(hub) = self.hub() else { return Vec::new() };
        let mut lines = vec![[&hub.address_1, &hub.city, &hub.postal_code].map(String::as_str).join(", ").into()];
        lines.extend(hub.opening_hours.as_deref().map(|text| opening(text, speak)).unwrap_or_default());
        lines.extend(hub.phones.first().map(|phone| Said::from(&phone.number)));
        lines
    }

    /// Returns whether somebody who uses a service may be in danger: it is for those who suffer abuse, or meets a need that the safeguarding rules listen for.
    fn tells_of_danger(&self, service: &Service) -> bool {
        match service.meant_for {
            Some(MeantFor::PeopleWhoUseAbuse) => false,
            Some(MeantFor::PeopleWhoSufferAbuse) => true,
            None => service.needs.iter().any(|need| self.rules().watch_for(need)),
        }
    }

    /// Returns the error for an id that names no service, with the one that was probably meant: the id that looks most like it, else what a search for its words finds.
    pub fn unknown(&self, id: &str) -> Error {
        let snapshot = self.snapshot();
        if snapshot.number(id).is_some() {
            return Error::system(format!("The service \"{id}\" can't be read: the compiled catalogue is damaged."))
                .hint("Make it anew with: signpost reindex");
        }
        let ids = snapshot.numbers().filter_map(|number| snapshot.row(number)).map(|row| row.id);
        let near = text::nearest(id, ids).map(str::to_owned).or_else(|| {
            let found = self.search(&id.replace(['-', '_'], " "), self.clock().today(), 1).ok()?;
            let first = found.hits.first().filter(|_| !found.nothing_close)?;
            Some(snapshot.row(first.number)?.id.to_owned())
        });
        unknown("service", id, near.as_deref(), "Find it with: signpost search WORDS")
    }
}

/// Returns a language of the catalogue with its code.
fn language_of<'a>(stationery: &'a Stationery, wanted: &str) -> Result<(&'a str, &'a Language)> {
    let wanted = text::clean(wanted).trim().to_lowercase();
    if let Some(found) = stationery.others().find(|(code, _)| *code == wanted) {
        return Ok(found);
    }
    let list: Vec<String> =
        stationery.others().map(|(code, _)| format!("{code} ({})", languages::name(code))).collect();
    let error = Error::usage(format!("There is no language \"{wanted}\" for slips in the catalogue."));
    if list.is_empty() {
        return Err(error.hint(
            "Languages are the files in the catalogue's folder languages/. Without one the slip is in English.",
        ));
    }
    let codes = || stationery.others().map(|(code, _)| code);
    let named = languages::meant(&wanted).filter(|meant| codes().any(|code| code == *meant));
    let near = named.or_else(|| text::nearest(&wanted, codes()));
    let did_you_mean = near.map(|code| format!("Did you mean \"{code}\"? ")).unwrap_or_default();
    Err(error.hint(format!("{did_you_mean}There are {}.", list.join(", "))))
}

/// Returns all labels that a template may want. Safety sentences come with the notes, where they are due: a template that had them at hand could print them on a discreet slip.
fn words(speak: Speak<'_>) -> BTreeMap<&'static str, Said> {
    let labels = Fixed::iter().filter(|fixed| !fixed.is_safety() && !fixed.english().contains('{'));
    labels.map(|fixed| (<&str>::from(fixed), speak.fixed(fixed))).collect()
}
