//! What the snapshot keeps of each service: the facts that a line in a list shows, the few that ranking weighs, and the whole record.

use super::groups::Belongs;
use crate::catalogue::hours::{Slot, Timetable};
use crate::catalogue::{
    Access, Answer, BankHolidays, Checked, Delivery, Elsewhere, Facets, Header, Hub, MeantFor, Need, Privacy,
    Safeguarding, Service, Status, Synonyms, Taking, Terms,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What holds for the whole catalogue; small, and decoded when the snapshot opens.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// `catalogue.toml`
    pub header: Header,
    /// Needs, in the order of the file; rows speak of them by place.
    pub needs: Vec<Need>,
    /// What is asked for and is no family service's.
    pub elsewhere: Vec<Elsewhere>,
    /// Words that mean the same.
    pub synonyms: Synonyms,
    /// Names of the groups, by id.
    pub groups: Vec<(String, String)>,
    /// Hubs, by id.
    pub hubs: Vec<(String, Hub)>,
    /// School terms, by name of the file.
    pub terms: Vec<(String, Terms)>,
    /// Bank holidays.
    pub bank_holidays: BankHolidays,
    /// Safeguarding rules; nothing when the catalogue has none.
    pub safeguarding: Option<Safeguarding>,
    /// The words for what a query wishes besides the need; nothing when the catalogue has none.
    pub facets: Option<Facets>,
    /// Localities, the folders under `services/`.
    pub localities: Vec<String>,
    /// What people must know about this compilation: "2 files could not be read".
    pub notices: Vec<String>,
}

impl Head {
    /// Returns a hub by its id.
    pub fn hub(&self, id: &str) -> Option<&Hub> {
        self.hubs.iter().find(|(known, _)| known == id).map(|(_, hub)| hub)
    }

    /// Returns why the desk offers privacy before a service is chosen: what its entry says, else what its needs say, each once.
    pub fn privacy(&self, own: Option<Privacy>, needs: &[u16]) -> Vec<Privacy> {
        let of_needs = needs.iter().filter_map(|at| self.needs.get(usize::from(*at))?.privacy);
        let all: Vec<Privacy> = own.map_or_else(|| of_needs.collect(), |own| vec![own]);
        let mut out = Vec::new();
        for kind in all.into_iter().filter(|kind| *kind != Privacy::None) {
            if !out.contains(&kind) {
                out.push(kind);
            }
        }
        out
    }

    /// Returns the sayings of all that a query may speak of: of each need, then of what is asked for and is elsewhere.
    pub fn sayings(&self) -> Vec<Vec<Cow<'_, str>>> {
        let elsewhere = self.elsewhere.iter().map(|e| e.words.iter().map(|words| Cow::from(words.as_str())).collect());
        self.needs.iter().map(|need| need.sayings().collect()).chain(elsewhere).collect()
    }

    /// Returns a need's place in the list.
    pub fn need(&self, id: &str) -> Option<u16> {
        self.needs.iter().position(|need| need.id == id).and_then(|at| u16::try_from(at).ok())
    }
}

/// The facts that a line in a list shows. Texts are borrowed from the snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row<'a> {
    /// Id of the service.
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
    /// What it is, in one line.
    pub line: &'a str,
    /// Places of its needs in [`Head::needs`], the main one first.
    pub needs: Vec<u16>,
    /// Where it is, or how it reaches people.
    pub place: &'a str,
    /// Cost in words.
    pub cost: &'a str,
    /// Opening hours.
    pub timetable: Option<Timetable>,
    /// Session times.
    pub slots: Vec<Slot>,
    /// When it was checked.
    pub checked: Option<Checked>,
    /// Where its facts came from, in words.
    pub source: &'a str,
    /// Whether it runs.
    pub status: Status,
    /// Whether it takes people on.
    pub taking: Option<Taking>,
    /// The first day without it.
    pub closes_on: Option<chrono::NaiveDate>,
    /// Id of the service that families go to instead.
    pub instead: Option<&'a str>,
    /// Sensitive by itself or by a need.
    pub sensitive: bool,
    /// Why the desk offers privacy before it is chosen, where its needs don't say it rightly.
    pub privacy: Option<Privacy>,
    /// Invented.
    pub example: bool,
    /// Its file can't be read; this is the last version that could.
    pub kept: bool,
}

/// One service as the snapshot keeps it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Id: the file's name.
    pub id: String,
    /// The folder under `services/`.
    pub locality: String,
    /// The service.
    pub service: Service,
    /// Its file can't be read; this is the last version that could.
    pub kept: bool,
}

/// The facts that ranking weighs, six bytes a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weigh {
    /// Main need's place in [`Head::needs`]; `u8::MAX` when there is none.
    pub main_need: u8,
    /// See the constants.
    pub flags: u8,
    /// Day of the last check, in days since 2000; 0 when never.
    pub checked: u16,
    /// The first day without it, in days since 2000; 0 when it goes on.
    pub closes: u16,
}

impl Weigh {
    /// A national service.
    pub const NATIONAL: u8 = 1;
    /// A family can get in without a professional.
    pub const NO_PROFESSIONAL: u8 = 2;
    /// Helps people who use abuse.
    pub const FOR_ABUSERS: u8 = 4;
    /// Has a waiting list.
    pub const WAITING: u8 = 8;
    /// Full, or closed for a while.
    pub const SHUT: u8 = 16;
    /// Gone.
    pub const GONE: u8 = 32;
    /// Has a source, though never checked.
    pub const SOURCED: u8 = 64;
    /// For one group alone that has to be spoken of.
    pub const ONLY_WHEN_SAID: u8 = 128;

    /// Bytes of one entry.
    pub const SIZE: usize = 6;

    /// Returns what ranking weighs of a service.
    pub fn of(record: &Record, main_need: Option<u16>, belongs: Belongs) -> Self {
        let service = &record.service;
        let mut flags = 0;
        let mut set = |flag: u8, on: bool| flags |= if on { flag } else { 0 };
        set(Self::NATIONAL, record.locality == NATIONAL);
        set(Self::NO_PROFESSIONAL, service.access.iter().any(|a| *a != Access::ProfessionalReferral));
        set(Self::FOR_ABUSERS, service.meant_for == Some(MeantFor::PeopleWhoUseAbuse));
        set(Self::WAITING, service.taking == Some(Taking::WaitingList));
        set(Self::SHUT, service.taking == Some(Taking::Full) || service.status == Status::TemporarilyClosed);
        set(Self::GONE, matches!(service.status, Status::Defunct | Status::Inactive));
        set(Self::SOURCED, service.source.is_some());
        set(Self::ONLY_WHEN_SAID, belongs.only_when_said);
        let checked = service.checked.as_ref().map_or(0, |c| days_since_2000(c.on));
        Self {
            main_need: main_need.and_then(|n| u8::try_from(n).ok()).unwrap_or(u8::MAX),
            flags,
            checked,
            closes: closing(service),
        }
    }

    /// Returns whether it is gone on a day, in days since 2000.
    pub fn is_gone(self, day: u16) -> bool {
        self.is(Self::GONE) || (self.closes > 0 && self.closes <= day)
    }

    /// Returns whether a flag is set.
    pub fn is(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Returns the entry as bytes.
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        let ([low, high], [closes_low, closes_high]) = (self.checked.to_le_bytes(), self.closes.to_le_bytes());
        [self.main_need, self.flags, low, high, closes_low, closes_high]
    }

    /// Reads an entry.
    pub fn from_bytes(bytes: [u8; Self::SIZE]) -> Self {
        let [main_need, flags, low, high, closes_low, closes_high] = bytes;
        let closes = u16::from_le_bytes([closes_low, closes_high]);
        Self { main_need, flags, checked: u16::from_le_bytes([low, high]), closes }
    }
}

/// The folder of national services.
pub const NATIONAL: &str = "national";

/// Returns the days since 1 January 2000, 0 for anything before.
pub fn days_since_2000(day: chrono::NaiveDate) -> u16 {
    let start = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    u16::try_from((day - start).num_days()).unwrap_or(0)
}

/// Returns the first day without a service, in days since 2000; 0 when it goes on.
pub(super) fn closing(service: &Service) -> u16 {
    service.closes_on.map_or(0, |end| days_since_2000(end).max(1))
}

/// The texts of a row that are put together when the catalogue is compiled.
#[derive(Debug, Default)]
pub struct Composed {
    line: String,
    place: String,
    cost: String,
    source: String,
}

impl Composed {
    /// Puts the texts together.
    pub fn of(service: &Service, hubs: &[(String, Hub)]) -> Self {
        Self {
            line: crate::text::first_sentence(&service.description).to_owned(),
            place: place_in_short(service, hubs),
            cost: cost_in_short(service),
            source: service.source.as_ref().map(source_in_words).unwrap_or_default(),
        }
    }

    /// Returns the row of a record.
    pub fn row<'a>(&'a self, record: &'a Record, needs: Vec<u16>, sensitive: bool) -> Row<'a> {
        let service = &record.service;
        Row {
            id: &record.id,
            name: &service.name,
            line: &self.line,
            needs,
            place: &self.place,
            cost: &self.cost,
            timetable: service.opening_hours.as_deref().and_then(|hours| Timetable::parse(hours).ok()),
            slots: service.sessions.iter().filter_map(Slot::of).collect(),
            checked: service.checked.clone(),
            source: &self.source,
            status: service.status,
            taking: service.taking,
            closes_on: service.closes_on,
            instead: service.instead.as_deref(),
            sensitive,
            privacy: service.privacy,
            example: service.example,
            kept: record.kept,
        }
    }
}

fn place_in_short(service: &Service, hubs: &[(String, Hub)]) -> String {
    let first = service.places.first().map(|place| {
        if let Some(id) = &place.hub {
            return hubs.iter().find(|(known, _)| known == id).map_or(id.clone(), |(_, hub)| hub.name.clone());
        }
        if place.hidden {
            return format!("{} (address not shown)", place.area.as_deref().unwrap_or("safe place"));
        }
        let town = place.city.as_deref().or(place.area.as_deref());
        match (place.name.as_deref(), town) {
            (Some(name), Some(town)) => format!("{name}, {town}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => place.postal_code.clone().unwrap_or_default(),
        }
    });
    let ways = service.delivery.iter().filter(|way| **way != Delivery::InPerson);
    let ways: Vec<&str> = ways.map(|way| way.in_words()).collect();
    match (first, service.places.len()) {
        (Some(first), 0 | 1) => first,
        (Some(first), more) => format!("{first} and {} more", more - 1),
        (None, _) if !ways.is_empty() => crate::catalogue::hours::join_and(&ways),
        // How it reaches people is not known, or at a place that is not: a page about it is not a service online.
        (None, _) if service.phones.is_empty() || service.delivery.contains(&Delivery::InPerson) => {
            "ask where".to_owned()
        }
        (None, _) => "by phone".to_owned(),
    }
}

/// Returns the cost in words: "free", "£1 a family", "ask what it costs".
fn cost_in_short(service: &Service) -> String {
    match (service.free, service.cost.as_deref()) {
        (Answer::Yes, _) => "free".to_owned(),
        (_, Some(cost)) => cost.trim_end_matches('.').to_owned(),
        (Answer::No, None) => "costs money".to_owned(),
        (Answer::Ask, None) => "ask what it costs".to_owned(),
    }
}

/// Returns where facts came from in words: "from a public page, March 2025".
fn source_in_words(source: &crate::catalogue::Source) -> String {
    match source.date.as_deref().and_then(partial_date_in_words) {
        Some(date) => format!("from a public page, {date}"),
        None => "from a public page, date not known".to_owned(),
    }
}

/// Returns "2025", "2025-03" or "2025-03-14" in words: "2025", "March 2025".
fn partial_date_in_words(text: &str) -> Option<String> {
    let full = match text.len() {
        4 => return text.parse::<u16>().ok().map(|_| text.to_owned()),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Some(full.parse::<chrono::NaiveDate>().ok()?.format("%B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_survive_their_bytes() {
        let weigh = Weigh { main_need: 7, flags: Weigh::NATIONAL | Weigh::GONE, checked: 9999, closes: 9500 };
        assert_eq!(Weigh::from_bytes(weigh.to_bytes()), weigh);
        let closing = Weigh { flags: 0, ..weigh };
        assert!(weigh.is_gone(1) && !closing.is_gone(9499) && closing.is_gone(9500));
    }

    #[test]
    fn says_partial_dates() {
        assert_eq!(partial_date_in_words("2025-03").as_deref(), Some("March 2025"));
        assert_eq!(partial_date_in_words("2025").as_deref(), Some("2025"));
        assert_eq!(partial_date_in_words("2025-12-04").as_deref(), Some("December 2025"));
        assert_eq!(partial_date_in_words("soon"), None);
    }

    #[test]
    fn says_where_and_how() {
        let mut service = Service { url: Some("https://a.example".into()), ..Service::default() };
        assert_eq!(place_in_short(&service, &[]), "ask where");
        service.delivery = vec![Delivery::InPerson];
        assert_eq!(place_in_short(&service, &[]), "ask where");
        service.delivery = vec![Delivery::Phone, Delivery::Online];
        assert_eq!(place_in_short(&service, &[]), "by phone and online");
        service.places =
            vec![crate::catalogue::Place { hidden: true, area: Some("North".into()), ..Default::default() }];
        assert_eq!(place_in_short(&service, &[]), "North (address not shown)");
    }
}
