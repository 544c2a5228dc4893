//! The hub: who is on duty, by role and never by name, when its door is open, and which days are not ordinary ones.

use super::card::phone_line;
use super::catalogue::{Catalogue, calendar_of};
use super::log::unknown;
use crate::catalogue::hours::{self, Timetable};
use crate::catalogue::{Answer, FrontDoor, Hub, Role, Terms};
use crate::error::{Error, Result};
use crate::text::{self, capital};
use chrono::NaiveDate;

/// Bank holidays that are told ahead.
const HOLIDAYS: usize = 4;

/// Terms that are told ahead, the present one included.
const TERMS: usize = 3;

/// A hub as a page shows it. Plain text, ready to be laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubCard {
    /// Id of the hub.
    pub id: String,
    /// Name.
    pub name: String,
    /// Invented: carries [`crate::slip::EXAMPLE_HUB`] wherever it is shown.
    pub example: bool,
    /// Who is on duty, with their extension.
    pub on_duty: Vec<String>,
    /// Where a concern about a child goes.
    pub front_door: Vec<String>,
    /// Whether it is open now, and the hours of the week.
    pub hours: Vec<String>,
    /// Bank holidays to come.
    pub bank_holidays: Vec<String>,
    /// School terms.
    pub terms: Vec<String>,
    /// The address, and how to get through the door.
    pub place: Vec<String>,
    /// Telephone, e-mail, web.
    pub contact: Vec<String>,
}

impl HubCard {
    /// Returns heading and lines, in the order in which they may be needed.
    pub fn sections(&self) -> [(&'static str, &[String]); 7] {
        [
            ("On duty", &self.on_duty),
            ("Concern about a child", &self.front_door),
            ("Open", &self.hours),
            ("Bank holidays", &self.bank_holidays),
            ("School terms", &self.terms),
            ("Where", &self.place),
            ("Phone and web", &self.contact),
        ]
    }
}

impl Catalogue {
    /// Returns a hub of the catalogue with its id: this desk's own when none is named.
    ///
    /// # Errors
    /// When there is no such hub, or this desk stands in none.
    pub fn hub_named(&self, id: Option<&str>) -> Result<(&str, &Hub)> {
        let hubs = &self.head().hubs;
        let Some(id) = id.or(self.hub_id()) else {
            return Err(Error::usage("This desk stands in no hub.")
                .hint("Name it with --hub, or as default_hub in catalogue.toml."));
        };
        let found = hubs.iter().find(|(known, _)| known == id).map(|(id, hub)| (id.as_str(), hub));
        found.ok_or_else(|| {
            let near = text::nearest(id, hubs.iter().map(|(id, _)| id.as_str()));
            unknown("hub", id, near, "Hubs are the files in the catalogue's folder hubs/.")
        })
    }

    /// Returns what a page shows of a hub: this desk's own when none is named.
    ///
    /// # Errors
    /// When there is no such hub, or this desk stands in none.
    pub fn hub_card(&self, id: Option<&str>) -> Result<HubCard> {
        let (id, hub) = self.hub_named(id)?;
        let today = self.clock().today();
        let terms = hub.terms.as_ref().and_then(|name| self.head().terms.iter().find(|(known, _)| known == name));
        Ok(HubCard {
            id: id.to_owned(),
            name: hub.name.clone(),
            example: hub.example,
            on_duty: on_duty(hub),
            front_door: front_door(hub.front_door.as_ref(), &hub.council),
            hours: self.hours_of(hub),
            bank_holidays: self.holidays_of(hub, today),
            terms: terms_in_words(terms.map(|(_, terms)| terms), today),
            place: place(hub),
            contact: contact(hub),
        })
    }

    fn hours_of(&self, hub: &Hub) -> Vec<String> {
        let Some(text) = &hub.opening_hours else { return vec!["Hours not given.".to_owned()] };
        // Hours that no week can hold are kept as they were written.
        let Ok(table) = Timetable::parse(text) else { return vec![text.clone()] };
        let now = self.clock().now();
        let opening = table.at(now, &calendar_of(self.head(), Some(hub)));
        let now = match opening {
            hours::Opening::Later { .. } => format!("Closed now, {}", hours::opening_in_short(opening, now)),
            _ => capital(&hours::opening_in_short(opening, now)),
        };
        std::iter::once(now).chain(table.in_words()).collect()
    }

    fn holidays_of(&self, hub: &Hub, today: NaiveDate) -> Vec<String> {
        let holidays = &self.head().bank_holidays;
        let known = hub.nation.zip(holidays.last).filter(|(_, last)| today <= *last);
        let Some((nation, last)) = known else { return vec!["Bank holidays not known.".to_owned()] };
        let coming = holidays.of(nation).iter().filter(|holiday| holiday.on >= today);
        let mut lines: Vec<String> =
            coming.take(HOLIDAYS).map(|holiday| format!("{}: {}", long_day(holiday.on), holiday.name)).collect();
        if lines.len() < HOLIDAYS {
            lines.push(format!("Not known after {}.", hours::date(last)));
        }
        lines
    }
}

/// Returns who is on duty; a role that nobody has filled in says so, because somebody may look for it in a hurry.
fn on_duty(hub: &Hub) -> Vec<String> {
    let line = |role: &Option<Role>, usual: &str| match role {
        Some(role) if !role.extension.is_empty() => format!("{}: extension {}", capital(&role.role), role.extension),
        Some(role) => format!("{}: extension not given", capital(&role.role)),
        None => format!("{usual}: not given"),
    };
    vec![line(&hub.safeguarding_lead, "Designated safeguarding lead"), line(&hub.navigator, "Family navigator")]
}

/// Returns where a concern about a child goes, the numbers first: they are looked for in a hurry.
fn front_door(door: Option<&FrontDoor>, council: &str) -> Vec<String> {
    let council = if council.is_empty() { "this council" } else { council };
    let whose = format!("To the council where the child lives; here {council}.");
    let Some(door) = door else { return vec!["Number not given".to_owned(), whose] };
    let mut lines = vec![
        format!("Office hours: {}", door.phone),
        format!("Nights and weekends: {}", door.out_of_hours_phone),
        door.name.clone(),
        whose,
    ];
    if let Some(date) = door.source.as_ref().and_then(|source| source.date.as_ref()) {
        lines.push(format!("From the council's page, {date}"));
    }
    lines
}

/// Returns where in the school year a day is, and what comes next; nothing is guessed past the last known day.
fn terms_in_words(terms: Option<&Terms>, today: NaiveDate) -> Vec<String> {
    const NOT_KNOWN: &str = "Term dates not known.";
    let known = terms.and_then(|terms| terms.last.map(|last| (terms, last))).filter(|(_, last)| today <= *last);
    let Some((terms, last)) = known else { return vec![NOT_KNOWN.to_owned()] };
    let mut coming = terms.terms.iter().filter(|term| today <= term.last).peekable();
    let mut lines = match coming.peek() {
        Some(term) if term.first <= today => vec![format!("In term until {}", hours::short_date(term.last))],
        Some(term) => vec![format!("School holidays until {}", hours::short_date(term.first - chrono::Days::new(1)))],
        None => vec!["School holidays".to_owned()],
    };
    lines.extend(
        coming.take(TERMS).map(|term| {
            format!("{}: {} to {}", term.name, hours::short_date(term.first), hours::short_date(term.last))
        }),
    );
    lines.push(format!("Not known after {}.", hours::date(last)));
    lines
}

fn place(hub: &Hub) -> Vec<String> {
    let say = |answer, yes: &str, no: &str, ask: &str| {
        match answer {
            Answer::Yes => yes,
            Answer::No => no,
            Answer::Ask => ask,
        }
        .to_owned()
    };
    vec![
        [&hub.address_1, &hub.city, &hub.postal_code].map(String::as_str).join(", "),
        say(hub.step_free, "Step-free from the street", "Steps at the door", "Ask if it is step-free"),
        say(hub.prams, "Prams welcome", "No room for prams", "Ask about prams"),
    ]
}

fn contact(hub: &Hub) -> Vec<String> {
    let phones = hub.phones.iter().map(phone_line);
    phones.chain(hub.email.clone()).chain(hub.url.clone()).collect()
}

fn long_day(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Term;

    #[test]
    fn terms_say_where_the_year_is_and_never_guess() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = |name: &str, first, last| Term { name: name.to_owned(), first: day(first), last: day(last) };
        let terms = Terms {
            last: Some(day("2027-02-28")),
            terms: vec![term("Autumn", "2026-11-02", "2026-12-18"), term("Spring", "2027-01-04", "2027-02-12")],
            ..Terms::default()
        };
        let say = |today| terms_in_words(Some(&terms), day(today));
        assert_eq!(
            say("2026-12-18"),
            [
                "In term until 18 December",
                "Autumn: 2 November to 18 December",
                "Spring: 4 January to 12 February",
                "Not known after 28 February 2027."
            ]
        );
        assert_eq!(say("2026-12-19")[0], "School holidays until 3 January");
        assert_eq!(say("2027-02-13"), ["School holidays", "Not known after 28 February 2027."]);
        assert_eq!(say("2027-03-01"), ["Term dates not known."]);
        assert_eq!(terms_in_words(None, day("2026-12-18")), ["Term dates not known."]);
    }

    #[test]
    fn a_role_that_nobody_filled_in_is_said_to_be_missing() {
        let hub = Hub {
            navigator: Some(Role { role: "family navigator".into(), extension: "205".into() }),
            ..Hub::default()
        };
        assert_eq!(on_duty(&hub), ["Designated safeguarding lead: not given", "Family navigator: extension 205"]);
    }
}
