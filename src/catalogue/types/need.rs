//! Needs and the rules of safeguarding: what families say.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A group of needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
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
    /// The service area of the DfE Family Hubs and Start for Life programme, where one fits.
    pub dfe_area: Option<String>,
    /// What it covers.
    pub meaning: String,
    /// What people say for it.
    pub words: Vec<String>,
}

impl Need {
    /// Returns everything that stands for it: its name, its id, the parts of its meaning, what people say.
    pub fn sayings(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let own = [Cow::from(self.name.as_str()), Cow::from(self.id.replace('-', " "))];
        // Split at its stops, a meaning is a list of good phrases.
        let meaning = self.meaning.split([',', ';', '.', ':']).map(Cow::from);
        own.into_iter().chain(meaning).chain(self.words.iter().map(|saying| Cow::from(saying.as_str())))
    }
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
