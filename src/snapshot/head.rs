//! Reads what holds for the whole catalogue. When one of these files can't be used, the catalogue is refused whole.

use super::compile::strip;
use super::record::Head;
use crate::catalogue::{
    BankHolidays, Facets, File, Folder, Header, Hub, Listing, Needs, Parsed, Part, Problem, Safeguarding, Severity,
    Stray, Terms, check, folder::part_of, parse,
};
use crate::error::{Error, Result};
use serde::de::DeserializeOwned;

/// Returns the head of a catalogue, what the check of each service needs to know, and whether it was written for a newer program.
///
/// # Errors
/// With file, line and column, when a file that the whole catalogue stands on can't be used.
pub fn read(folder: &Folder, listing: &Listing, previous: Option<&Head>) -> Result<(Head, check::Known, bool)> {
    let mut head = Head::default();
    // A clock that was set back must not turn every date into one of the future and refuse the catalogue.
    let mut known = check::Known { today: chrono::NaiveDate::MAX, ..check::Known::default() };
    for file in &listing.files {
        match file.part {
            Part::Hub => drop(known.hubs.insert(file.id().to_owned())),
            Part::Terms => drop(known.terms.insert(file.id().to_owned())),
            Part::Service => {
                // The files of one locality stand together.
                if let Some(locality) = file.locality().filter(|own| head.localities.last().is_none_or(|l| l != own)) {
                    known.localities.insert(locality.to_owned());
                    head.localities.push(locality.to_owned());
                }
            }
            _ => {}
        }
    }
    let mut reader = Reader { folder, listing, newer: false };
    head.header = reader.one(&Part::Header, |p: &Parsed<'_, Header>| check::header(p, &known))?.unwrap_or_default();
    let newer = check::is_newer(&head.header);
    reader.newer = newer;
    if newer {
        head.notices.push(
            "The catalogue was written for a newer Signpost; what this one does not know is left out.".to_owned(),
        );
    }
    let needs: Needs = reader.one(&Part::Needs, check::needs)?.ok_or_else(|| {
        Error::input("The catalogue has no needs.toml.").hint("Copy one from a starter: signpost catalogue init DIR")
    })?;
    known.needs = Some(needs.needs.iter().map(|n| n.id.clone()).collect());
    head.groups = needs.groups.into_iter().map(|g| (g.id, g.name)).collect();
    head.needs = needs.needs;
    head.elsewhere = needs.elsewhere;
    head.synonyms = needs.synonyms;
    let rules = reader.one(&Part::Safeguarding, |p: &Parsed<'_, Safeguarding>| check::safeguarding(p, &known));
    head.safeguarding = safeguarding(rules, previous, &mut head.notices)?;
    // Without these three the desk says less and works.
    let holidays = reader.one(&Part::BankHolidays, |p: &Parsed<'_, BankHolidays>| check::bank_holidays(p, &known));
    head.bank_holidays = or_notice(holidays, &mut head.notices).flatten().unwrap_or_default();
    let facets = reader.one(&Part::Facets, |p: &Parsed<'_, Facets>| check::facets(p));
    head.facets = or_notice(facets, &mut head.notices).flatten();
    if let Some(facets) = &mut head.facets {
        facets.tests.clear();
    }
    reader.not_astray(|part| part == Part::Hub)?;
    for file in &listing.files {
        match file.part {
            Part::Hub => {
                let hub: Hub = reader.file(file, |p| check::hub(p, file.id(), &known))?;
                head.hubs.push((file.id().to_owned(), hub));
            }
            Part::Terms => {
                let terms = reader.file(file, |p: &Parsed<'_, Terms>| check::terms(p, file.id(), &known));
                if let Some(terms) = or_notice(terms, &mut head.notices) {
                    head.terms.push((file.id().to_owned(), terms));
                }
            }
            _ => {}
        }
    }
    Ok((head, known, newer))
}

/// Returns the rules that apply. Prompts never vanish with a file: when it is missing, the last good rules stay; without those the built-in ones apply, which `None` stands for.
fn safeguarding(
    read: Result<Option<Safeguarding>>,
    previous: Option<&Head>,
    notices: &mut Vec<String>,
) -> Result<Option<Safeguarding>> {
    match (read, previous) {
        (Ok(Some(rules)), _) => Ok(Some(rules)),
        (Ok(None), Some(before)) if before.safeguarding.is_some() => {
            notices.push("The catalogue has no safeguarding.toml any more; its last rules still apply.".to_owned());
            Ok(before.safeguarding.clone())
        }
        (Ok(None), _) => {
            notices.push("The catalogue has no safeguarding.toml; the built-in rules apply.".to_owned());
            Ok(None)
        }
        (Err(error), Some(_)) => Err(error),
        (Err(error), None) => {
            notices.push(format!("{} Until it is mended the built-in safeguarding rules apply.", error.what));
            Ok(None)
        }
    }
}

/// Returns the value, or makes a notice of the error.
fn or_notice<T>(read: Result<T>, notices: &mut Vec<String>) -> Option<T> {
    read.map_err(|error| notices.push(error.what)).ok()
}

/// Reads files of a catalogue, each whole or not at all.
pub(super) struct Reader<'a> {
    pub folder: &'a Folder,
    pub listing: &'a Listing,
    /// The catalogue is written for a newer program.
    pub newer: bool,
}

impl Reader<'_> {
    /// Reads the one file of a part, if there is one.
    fn one<T: DeserializeOwned + Default>(
        &self,
        part: &Part,
        rules: impl Fn(&Parsed<'_, T>) -> Vec<Problem>,
    ) -> Result<Option<T>> {
        let file = self.listing.files.iter().find(|f| f.part == *part);
        match file {
            Some(file) => self.file(file, rules).map(Some),
            None => self.not_astray(|stray| stray == *part).map(|()| None),
        }
    }

    /// Refuses a file that is there but can't be taken: too large, a link. It is not the same as one that is missing.
    fn not_astray(&self, is_meant: impl Fn(Part) -> bool) -> Result<()> {
        let meant = |stray: &&Stray| part_of(&stray.path).is_some_and(&is_meant);
        match self.listing.strays.iter().find(meant) {
            Some(stray) => Err(refused(&stray.path, "", &stray.problem)),
            None => Ok(()),
        }
    }

    /// Reads one file; an error when it has one.
    pub fn file<T: DeserializeOwned + Default>(
        &self,
        file: &File,
        rules: impl Fn(&Parsed<'_, T>) -> Vec<Problem>,
    ) -> Result<T> {
        let raw = self.folder.read(file).map_err(|p| refused(&file.path, "", &p))?;
        let text = strip(&raw);
        let parsed = parse::<T>(&text, self.newer);
        let problem = rules(&parsed).into_iter().find(|p| p.severity == Severity::Error);
        match problem {
            None => Ok(parsed.value),
            Some(problem) => Err(refused(&file.path, &text, &problem)),
        }
    }
}

/// Returns the error for a file that can't be used.
pub(super) fn refused(path: &str, text: &str, problem: &Problem) -> Error {
    Error::input(format!("{}: {}", crate::text::place(path, text, problem.span.start), problem.what))
        .hint("The whole catalogue stands on this file; signpost catalogue check tells more.")
}
