//! Needs and the rules of safeguarding: what families say.

use serde::{Deserialize, Serialize};

/// A group of needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
}

/// Why the desk offers privacy before something is chosen: the other side of it may be somebody to be afraid of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Privacy {
    /// Mediation, and the meeting before it.
    Mediation,
    /// Counselling for couples.
    Couple,
    /// A course on co-parenting or on conflict between parents.
    Course,
    /// Child contact, when the entry doesn't say of which kind.
    Contact,
    /// Child contact for families where no risk was found.
    SupportedContact,
    /// Child contact where a child may be at risk.
    SupervisedContact,
    /// None is offered for this service, whatever its needs say.
    None,
}

/// What a family may need; the ids are what tallies count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Need {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
    /// The id of its group.
    pub group: String,
    /// A visit for it leaves nothing but its enquiry.
    pub sensitive: bool,
    /// Why the desk offers privacy before one of its services is chosen.
    pub privacy: Option<Privacy>,
    /// The service area of the DfE Family Hubs and Start for Life programme, where one fits.
    pub dfe_area: Option<String>,
    /// What it covers.
    pub meaning: String,
    /// What people say for it.
    pub words: Vec<String>,
}

/// `needs.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Groups, in the order in which they are shown.
    pub groups: Vec<Group>,
    /// Needs.
    pub needs: Vec<Need>,
}

/// One rule of `safeguarding.toml`: words that bring a prompt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// The sensitive need that the prompt is about; also the prompt's id.
    pub need: String,
    /// What the screen calls it, in a few plain words.
    pub title: String,
    /// Phrases: words in this order, at most two others between them; `a|b` is either, a last `*` is any ending.
    pub phrases: Vec<String>,
    /// Phrases that are harmless although they hold words of the ones above.
    pub except: Vec<String>,
}

/// `safeguarding.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Safeguarding {
    /// Rules.
    pub rules: Vec<Rule>,
}
