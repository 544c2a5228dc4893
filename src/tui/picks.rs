//! What is asked for besides the words: one pick for each chip on screen, and the panel's line for each.

use super::wrap::cut;
use crate::catalogue::{Access, Day, Delivery, Nation, hours, languages};
use crate::desk::Places;
use crate::search::{Area, Ask, Filters, From, Sort};

/// Widest name of a place on a chip, in columns.
const PLACE: usize = 24;

/// Oldest age that can be chosen.
const OLDEST: u8 = 99;

/// What stands for no choice.
const ANY: &str = "any";

/// One line of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Age of the person it is for.
    Age,
    /// A hub or an area.
    Area,
    /// The nation.
    Nation,
    /// A day of the week.
    Day,
    /// Open at this moment.
    OpenNow,
    /// Costs nothing.
    Free,
    /// A language spoken there.
    Language,
    /// How it reaches people.
    Delivery,
    /// The way in.
    Access,
    /// Step-free from the street.
    StepFree,
    /// What is near a hub comes first.
    NearHub,
    /// What is near an outcode comes first.
    NearOutcode,
}

impl Line {
    /// All lines, from top to bottom.
    pub const ALL: &'static [Self] = &[
        Self::Age,
        Self::Area,
        Self::Nation,
        Self::Day,
        Self::OpenNow,
        Self::Free,
        Self::Language,
        Self::Delivery,
        Self::Access,
        Self::StepFree,
        Self::NearHub,
        Self::NearOutcode,
    ];

    /// Returns the words before the choice.
    pub fn label(self) -> &'static str {
        match self {
            Self::Age => "Age",
            Self::Area => "Hub or area",
            Self::Nation => "Nation",
            Self::Day => "Day",
            Self::OpenNow => "Open now",
            Self::Free => "Free",
            Self::Language => "Language",
            Self::Delivery => "How",
            Self::Access => "Way in",
            Self::StepFree => "Step-free",
            Self::NearHub => "Near hub",
            Self::NearOutcode => "Near outcode",
        }
    }

    /// Returns what is chosen on this line.
    pub fn pick(self, ask: &Ask) -> Option<Pick> {
        Pick::all(ask).into_iter().find(|pick| pick.line() == Some(self))
    }

    /// Takes away what is chosen on this line.
    pub fn clear(self, ask: &mut Ask) {
        let filters = &mut ask.filters;
        match self {
            Self::Age => filters.age = None,
            Self::Area => filters.area = None,
            Self::Nation => filters.nation = None,
            Self::Day => filters.day = None,
            Self::OpenNow => filters.open_now = false,
            Self::Free => filters.free = false,
            Self::Language => filters.language = None,
            Self::Delivery => filters.delivery = None,
            Self::Access => filters.access = None,
            Self::StepFree => filters.step_free = false,
            Self::NearHub | Self::NearOutcode => ask.sort = Sort::Best,
        }
    }

    /// Returns what can be chosen on this line besides "any"; the desk's own hub comes first.
    pub fn picks(self, places: &Places, own: &str) -> Vec<Pick> {
        let mut hubs: Vec<&String> = places.hubs.iter().map(|(id, _)| id).collect();
        hubs.sort_by_key(|id| *id != own);
        match self {
            Self::Age => (0..=OLDEST).map(Pick::Age).collect(),
            Self::Area => {
                let localities = places.localities.iter().map(|(id, _)| Area::Locality(id.clone()));
                hubs.into_iter().cloned().map(Area::Hub).chain(localities).map(Pick::Area).collect()
            }
            Self::Nation => {
                [Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland].map(Pick::Nation).to_vec()
            }
            Self::Day => [Day::Mo, Day::Tu, Day::We, Day::Th, Day::Fr, Day::Sa, Day::Su].map(Pick::Day).to_vec(),
            Self::OpenNow => vec![Pick::OpenNow],
            Self::Free => vec![Pick::Free],
            Self::Language => by_name().into_iter().map(|(code, _)| Pick::Language(code.to_owned())).collect(),
            Self::Delivery => [Delivery::InPerson, Delivery::Phone, Delivery::Online, Delivery::HomeVisit]
                .map(Pick::Delivery)
                .to_vec(),
            Self::Access => {
                [Access::Open, Access::SelfReferral, Access::ProfessionalReferral].map(Pick::Access).to_vec()
            }
            Self::StepFree => vec![Pick::StepFree],
            Self::NearHub => hubs.into_iter().cloned().map(From::Hub).map(Pick::Near).collect(),
            Self::NearOutcode => Vec::new(),
        }
    }
}

/// One thing that is asked for besides the words: a chip on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the lines")]
pub enum Pick {
    YoungPerson,
    Age(u8),
    Area(Area),
    Nation(Nation),
    Day(Day),
    OpenNow,
    Free,
    Language(String),
    Delivery(Delivery),
    Access(Access),
    StepFree,
    Near(From),
}

impl Pick {
    /// Returns everything that is asked for besides the words, in the order of the chips.
    pub fn all(ask: &Ask) -> Vec<Self> {
        let Filters { age, area, nation, day, open_now, free, language, delivery, access, step_free } = &ask.filters;
        let near = match &ask.sort {
            Sort::Best => None,
            Sort::Distance(from) => Some(Self::Near(from.clone())),
        };
        let picks = [
            ask.young_person.then_some(Self::YoungPerson),
            age.map(Self::Age),
            area.clone().map(Self::Area),
            nation.map(Self::Nation),
            day.map(Self::Day),
            open_now.then_some(Self::OpenNow),
            free.then_some(Self::Free),
            language.clone().map(Self::Language),
            delivery.map(Self::Delivery),
            access.map(Self::Access),
            step_free.then_some(Self::StepFree),
            near,
        ];
        picks.into_iter().flatten().collect()
    }

    /// Returns the panel's line for it; that a young person is here stands in none.
    pub fn line(&self) -> Option<Line> {
        Some(match self {
            Self::YoungPerson => return None,
            Self::Age(_) => Line::Age,
            Self::Area(_) => Line::Area,
            Self::Nation(_) => Line::Nation,
            Self::Day(_) => Line::Day,
            Self::OpenNow => Line::OpenNow,
            Self::Free => Line::Free,
            Self::Language(_) => Line::Language,
            Self::Delivery(_) => Line::Delivery,
            Self::Access(_) => Line::Access,
            Self::StepFree => Line::StepFree,
            Self::Near(From::Hub(_)) => Line::NearHub,
            Self::Near(From::Outcode(_)) => Line::NearOutcode,
        })
    }

    /// Asks for it.
    pub fn put(self, ask: &mut Ask) {
        let filters = &mut ask.filters;
        match self {
            Self::YoungPerson => ask.young_person = true,
            Self::Age(age) => filters.age = Some(age),
            Self::Area(area) => filters.area = Some(area),
            Self::Nation(nation) => filters.nation = Some(nation),
            Self::Day(day) => filters.day = Some(day),
            Self::OpenNow => filters.open_now = true,
            Self::Free => filters.free = true,
            Self::Language(code) => filters.language = Some(code),
            Self::Delivery(delivery) => filters.delivery = Some(delivery),
            Self::Access(access) => filters.access = Some(access),
            Self::StepFree => filters.step_free = true,
            Self::Near(from) => ask.sort = Sort::Distance(from),
        }
    }

    /// Asks for it no more.
    pub fn take_off(&self, ask: &mut Ask) {
        match self.line() {
            Some(line) => line.clear(ask),
            None => ask.young_person = false,
        }
    }

    /// Returns the words on its chip.
    pub fn chip(&self, places: &Places) -> String {
        let word = self.word(places);
        match self {
            Self::Age(age) => format!("[age {age}]"),
            Self::OpenNow => "[open now]".to_owned(),
            Self::Free => "[free]".to_owned(),
            Self::StepFree => "[step-free]".to_owned(),
            Self::Near(_) => format!("[near {}]", cut(&word, PLACE)),
            _ => format!("[{}]", cut(&word, PLACE)),
        }
    }

    /// Returns the words in the panel.
    pub fn word(&self, places: &Places) -> String {
        let named = |all: &[(String, String)], id: &str| {
            all.iter().find(|(own, _)| own == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        };
        match self {
            Self::YoungPerson => "young person".to_owned(),
            Self::Age(0) => "0 (baby)".to_owned(),
            Self::Age(age) => age.to_string(),
            Self::Area(Area::Hub(id)) | Self::Near(From::Hub(id)) => named(&places.hubs, id),
            Self::Area(Area::Locality(id)) => format!("{} (area)", named(&places.localities, id)),
            Self::Nation(Nation::England) => "England".to_owned(),
            Self::Nation(Nation::Wales) => "Wales".to_owned(),
            Self::Nation(Nation::Scotland) => "Scotland".to_owned(),
            Self::Nation(Nation::NorthernIreland) => "Northern Ireland".to_owned(),
            Self::Day(day) => hours::day_name(*day).to_owned(),
            Self::OpenNow | Self::Free | Self::StepFree => "yes".to_owned(),
            Self::Language(code) => languages::name(code).to_owned(),
            Self::Delivery(Delivery::InPerson) => "in person".to_owned(),
            Self::Delivery(Delivery::Phone) => "by phone".to_owned(),
            Self::Delivery(Delivery::Online) => "online".to_owned(),
            Self::Delivery(Delivery::HomeVisit) => "home visit".to_owned(),
            Self::Access(Access::Open) => "open to all".to_owned(),
            Self::Access(Access::SelfReferral) => "self-referral".to_owned(),
            Self::Access(Access::ProfessionalReferral) => "professional referral".to_owned(),
            Self::Near(From::Outcode(outcode)) => outcode.clone(),
        }
    }
}

/// Returns the words of a choice in the panel.
pub fn word(choice: Option<&Pick>, places: &Places) -> String {
    choice.map_or_else(|| ANY.to_owned(), |pick| pick.word(places))
}

/// Returns the languages that the screen offers, as codes with their names: English, then by name.
pub fn by_name() -> Vec<(&'static str, &'static str)> {
    let mut names = languages::all().to_vec();
    names.sort_by_key(|(code, name)| (*code != "en", *name));
    names
}
