//! What people say of age, time, language, place and whom it is for.

use super::{Day, Delivery};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `facets.toml`: the words for what a query wishes besides the need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Facets {
    /// Words for numbers: `two = 2`.
    pub numbers: BTreeMap<String, u16>,
    /// Words that sayings name together: `child = "boy|girl"` for `{child}`.
    pub lists: BTreeMap<String, String>,
    /// Words between two of a kind: "or".
    pub between: Vec<String>,
    /// Sayings that deny the wish right after them: "not".
    pub denied: Vec<String>,
    /// Words in the names of hubs and localities that don't tell one from another: "hub".
    pub place_words: Vec<String>,
    /// Words that are spelt right and no slip of the keyboard in a word of this file: "mourning".
    pub right: Vec<String>,
    /// Sayings in which nothing is a wish: "saturday job".
    pub except: Vec<String>,
    /// Facets; of two that fit the same words the longer saying counts, then the earlier facet.
    pub facets: Vec<Facet>,
    /// What the check holds them to; the desk never sees it.
    pub tests: Vec<FacetTest>,
}

impl Facets {
    /// Returns the groups of people, in the order in which a wish or a service speaks of them by place: as many as one number has bits.
    pub fn groups(&self) -> impl Iterator<Item = &Facet> {
        self.facets.iter().filter(|facet| facet.group).take(u32::BITS as usize)
    }
}

/// What somebody may type, and the chips that must come of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FacetTest {
    /// What is typed.
    pub text: String,
    /// All chips in their order; none when nothing in it is a wish.
    pub chips: Vec<String>,
}

/// One thing that a query may wish, and what people say for it. It says one of: an age, days and times, a language, a cost, a way, a place, a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Facet {
    /// Stable id.
    pub id: String,
    /// What its chip says; `#` stands for the number or place that was said, `@` for the ages or the day that it makes.
    pub label: String,
    /// What people say for it, see [`saying`](crate::catalogue::saying).
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
    /// Near the outcode, hub or place that `#` stands for; near this hub when no `#` is said.
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FacetAge {
    /// Youngest, in years; 0.5 is six months.
    pub from: Option<f64>,
    /// Oldest, in years, until the next birthday.
    pub to: Option<f64>,
    /// What is added to the number that was said, to make the youngest age in years: 4 for a school year.
    pub add: Option<f64>,
    /// How many years the number that was said covers, 1 when missing: 2 for a school year.
    pub span: Option<f64>,
    /// The number that was said is months.
    pub months: bool,
    /// The number that was said is weeks.
    pub weeks: bool,
    /// The number is the oldest age, not to be reached: "under 5s".
    pub under: bool,
    /// The number is the youngest age: "16+".
    pub over: bool,
    /// Least number that is taken for an age.
    pub least: Option<u16>,
    /// Greatest number that is taken for an age.
    pub most: Option<u16>,
}

impl Facet {
    /// Returns whether `#` in its sayings is a place.
    pub fn takes_place(&self) -> bool {
        self.near || self.at
    }
}
