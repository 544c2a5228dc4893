//! Filters on the command line, in the words that people use for them.

use crate::catalogue::hours::day_name;
use crate::catalogue::{Access, Day, Delivery, Nation, languages, postcode};
use crate::desk::{Catalogue, Places};
use crate::error::{Error, Result};
use crate::search::{Area, Filters, From, Sort};
use crate::text;
use strum::VariantArray;

/// What a service has to fit besides the words, as it is typed.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct Options {
    /// Age in years of the person it is for; 0 is a baby
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(0..=120))]
    age: Option<u8>,
    /// Held at a hub or in a locality, or serves it
    #[arg(long, value_name = "HUB-OR-LOCALITY")]
    area: Option<String>,
    /// Serves a nation: England, Wales, Scotland, Northern Ireland
    #[arg(long)]
    nation: Option<String>,
    /// Can be met or reached on a day of the week: Tuesday, Tue, Tu
    #[arg(long)]
    day: Option<String>,
    /// Can be met or reached now
    #[arg(long)]
    open_now: bool,
    /// Costs nothing
    #[arg(long)]
    free: bool,
    /// Speaks a language, by its name or code
    #[arg(long)]
    language: Option<String>,
    /// Reaches people in person, by phone, online or at home: in-person, phone, online, home-visit
    #[arg(long, value_name = "HOW")]
    delivery: Option<String>,
    /// The way in: open, self-referral, professional-referral
    #[arg(long, value_name = "WAY-IN")]
    access: Option<String>,
    /// Step-free from the street
    #[arg(long)]
    step_free: bool,
    /// What young people can use in their own right comes first
    #[arg(long, help_heading = "Order")]
    pub young_person: bool,
    /// Nearest first, from a hub or the first half of a postcode; every fourth line is one without a distance (by phone, online, at home, address not shown or not known)
    #[arg(long, value_name = "HUB-OR-OUTCODE", help_heading = "Order")]
    near: Option<String>,
}

impl Options {
    /// Returns the filters.
    ///
    /// # Errors
    /// When a value names nothing, with what was probably meant.
    pub fn filters(&self, catalogue: &Catalogue) -> Result<Filters> {
        let Self { age, area, nation, day, open_now, free, language, delivery, access, step_free, .. } = self;
        let area = area.as_deref().map(|typed| area_of(typed, &catalogue.places_on_the_map())).transpose()?;
        let nations: Vec<_> = Nation::VARIANTS.iter().map(|nation| (nation.name(), *nation)).collect();
        let mut days: Vec<_> = Day::VARIANTS.iter().map(|day| (day_name(*day), *day)).collect();
        for letters in [3, 2] {
            days.extend(Day::VARIANTS.iter().map(|day| (&day_name(*day)[..letters], *day)));
        }
        let ways: Vec<_> = Delivery::VARIANTS.iter().map(|way| (<&str>::from(way), *way)).collect();
        let ways_in: Vec<_> = Access::VARIANTS.iter().map(|way| (<&str>::from(way), *way)).collect();
        Ok(Filters {
            age: *age,
            area,
            nation: nation.as_deref().map(|typed| one_of("nation", typed, &nations)).transpose()?,
            day: day.as_deref().map(|typed| one_of("day", typed, &days)).transpose()?,
            open_now: *open_now,
            free: *free,
            language: language.as_deref().map(language_of).transpose()?,
            delivery: delivery.as_deref().map(|typed| one_of("way of reaching people", typed, &ways)).transpose()?,
            access: access.as_deref().map(|typed| one_of("way in", typed, &ways_in)).transpose()?,
            step_free: *step_free,
        })
    }

    /// Returns the order.
    ///
    /// # Errors
    /// When there is no such hub or outcode.
    pub fn sort(&self, catalogue: &Catalogue) -> Result<Sort> {
        let Some(typed) = &self.near else { return Ok(Sort::Best) };
        let places = catalogue.places_on_the_map();
        if let Some(id) = named(typed, &places.hubs) {
            return Ok(Sort::Distance(From::Hub(id)));
        }
        let Some(outcode) = postcode::outcode(typed) else {
            return Err(unknown(
                "hub or outcode",
                typed,
                ids(&places.hubs),
                "An outcode is the first half of a postcode: CB4.",
            ));
        };
        if postcode::middle_of(&outcode).is_none() && !postcode::is_off_the_map(&outcode) {
            return Err(unknown(
                "outcode",
                &outcode,
                postcode::districts(),
                "It is the first half of a postcode: CB4.",
            ));
        }
        Ok(Sort::Distance(From::Outcode(outcode)))
    }
}

/// Returns what to say of an order by distance that can't be had.
pub fn off_the_map(sort: &Sort) -> Option<String> {
    match sort {
        Sort::Distance(From::Outcode(outcode)) if postcode::middle_of(outcode).is_none() => Some(format!(
            "Distances from {outcode} are not known: there is no open list for Northern Ireland, Jersey, Guernsey and the Isle of Man."
        )),
        _ => None,
    }
}

fn area_of(typed: &str, places: &Places) -> Result<Area> {
    if let Some(id) = named(typed, &places.hubs) {
        return Ok(Area::Hub(id));
    }
    if let Some(id) = named(typed, &places.localities) {
        return Ok(Area::Locality(id));
    }
    let all = ids(&places.localities).chain(ids(&places.hubs));
    Err(unknown("hub or locality", typed, all, "Hubs are the files in hubs/, localities the folders in services/."))
}

/// Returns the id of the place with this id or name.
fn named(typed: &str, places: &[(String, String)]) -> Option<String> {
    let wanted = text::fold(typed);
    let found = places.iter().find(|(id, name)| text::fold(id) == wanted || text::fold(name) == wanted);
    found.map(|(id, _)| id.clone())
}

fn ids(places: &[(String, String)]) -> impl Iterator<Item = &str> {
    places.iter().map(|(id, _)| id.as_str())
}

fn language_of(typed: &str) -> Result<String> {
    let wanted = text::fold(typed);
    match languages::meant(typed) {
        Some(code) if code == wanted || text::fold(languages::name(code)) == wanted => Ok(code.to_owned()),
        near => Err(not_known("language", typed)
            .did_you_mean(near.map(languages::name), "Write its English name, or its ISO 639 code: Urdu, ur.")),
    }
}

/// Returns the choice that was typed, in capitals or not, with hyphens or spaces.
fn one_of<T: Copy>(what: &str, typed: &str, choices: &[(&str, T)]) -> Result<T> {
    let wanted = text::fold(typed);
    let folded: Vec<String> = choices.iter().map(|(name, _)| text::fold(name)).collect();
    let at = |wanted: &str| folded.iter().position(|name| name == wanted);
    if let Some(at) = at(&wanted) {
        return Ok(choices[at].1);
    }
    // Among abbreviations everything is near to everything.
    let long = || folded.iter().map(String::as_str).filter(|name| name.len() > 3);
    let near = text::nearest(&wanted, long()).and_then(at).map(|at| choices[at].0);
    let all: Vec<&str> = long().filter_map(at).map(|at| choices[at].0).collect();
    Err(not_known(what, typed).did_you_mean(near, format!("It can be: {}.", all.join(", "))))
}

fn unknown<'a>(what: &str, typed: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> Error {
    let near = text::nearest(typed, known);
    not_known(what, typed).did_you_mean(near, otherwise)
}

fn not_known(what: &str, typed: &str) -> Error {
    let shown: String = text::clean(typed).chars().take(text::LONGEST_WORD).collect();
    Error::usage(format!("There is no {what} \"{shown}\"."))
}
