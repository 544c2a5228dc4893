//! What people say of age, time, language, place and whom it is for.

use super::{Day, Delivery};
use serde::{Deserialize, Serialize};

/// `facets.toml`: the words for what a query wishes besides the need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facets {
    /// Facets; of two that fit the same words the longer saying counts, then the earlier facet.
    pub facets: Vec<Facet>,
}

impl Facets {
    /// Returns the groups of people, in the order in which a wish or a service speaks of them by place: as many as one number has bits.
    pub fn groups(&self) -> impl Iterator<Item = &Facet> {
        self.facets.iter().filter(|facet| facet.group).take(u32::BITS as usize)
    }
}

/// One thing that a query may wish, and what people say for it. It says one or more of: an age, days, times, a language, a cost, a way, a place, a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facet {
    /// Stable id.
    pub id: String,
    /// What its chip says; `#` stands for the number or name that was said.
    pub label: String,
    /// What people say for it: phrases of whole words; `a|b` is either, `#` is a number, or the place after "near".
    pub words: Vec<String>,
    /// Sayings that hold such words and mean something else: "free school meals".
    pub except: Vec<String>,
    /// The words may tell of a need as well, so that the search looks at them too.
    pub telling: bool,
    /// An age.
    pub age: Option<FacetAge>,
    /// Days of the week.
    pub days: Vec<Day>,
    /// The day that lies so many days from today: 0 is today, 1 tomorrow.
    pub days_from_today: Option<u8>,
    /// Not before, "17:00".
    pub from: Option<String>,
    /// Not after, "21:00".
    pub to: Option<String>,
    /// In the school holidays.
    pub holidays: bool,
    /// At this moment.
    pub open_now: bool,
    /// ISO 639 code of a language that is spoken.
    pub language: Option<String>,
    /// Costs nothing.
    pub free: bool,
    /// How it reaches people.
    pub delivery: Option<Delivery>,
    /// Near the outcode, hub or place that `#` stands for.
    pub near: bool,
    /// At the hub or in the locality that `#` stands for.
    pub at: bool,
    /// For a group of people: a service whose own text says one of the words is for them.
    pub group: bool,
    /// More words by which a service says that it is for the group; nobody's query is read by them.
    pub in_services: Vec<String>,
    /// Ids of groups that leave this one out: what is for women only does not fit dads.
    pub unlike: Vec<String>,
    /// What is for this group alone comes below what is for anyone, unless the query wishes for the group: a line for men, when somebody says "my husband".
    pub only_when_said: bool,
    /// Step-free from the street.
    pub step_free: bool,
}

/// An age that a saying means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FacetAge {
    /// Youngest, in years; 0.5 is six months.
    pub from: Option<f64>,
    /// Oldest, in years, until the next birthday.
    pub to: Option<f64>,
    /// What is added to the number that was said, to make the youngest age in years: 4 for a school year.
    pub add: Option<f64>,
    /// The number that was said is months.
    pub months: bool,
    /// The number is the oldest age, not to be reached: "under 5s".
    pub under: bool,
    /// The number is the youngest age: "16+".
    pub over: bool,
}
