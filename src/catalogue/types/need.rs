//! Needs and the rules of safeguarding: what families say.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The sensitive need that the prompt is about; also the prompt's id. Several rules of one need bring one prompt.
    pub need: String,
    /// What the screen calls it, in a few plain words.
    pub title: String,
    /// What to do besides the steps that every prompt has: "Ring 999 now, before any helpline."
    pub advice: Vec<String>,
    /// Phrases, see [`phrase`](crate::catalogue::phrase).
    pub phrases: Vec<String>,
    /// Phrases that are harmless although they hold words of the ones above.
    pub except: Vec<String>,
}

/// When a word of a phrase is denied: "he never hits me". Each field is one slot of a phrase.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Negation {
    /// Words that deny the word after them: "never".
    pub words: String,
    /// Words that may stand between the two: "really".
    pub between: String,
    /// Words soon after the phrase with which nothing is denied: "yet".
    pub lifted_by: String,
    /// First words of a phrase that are not denied: "if not he hits me".
    pub not_before: String,
}

/// `safeguarding.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Safeguarding {
    /// Words that phrases name together: `partner = "husband|wife"` for `{partner}`.
    pub lists: BTreeMap<String, String>,
    /// What denies.
    pub negation: Negation,
    /// Rules.
    pub rules: Vec<Rule>,
}

/// Sayings of `safeguarding_tests.toml` that bring the same prompts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sayings {
    /// Needs whose prompts they must bring, perhaps with others; none: they bring no prompt at all.
    pub raises: Vec<String>,
    /// Needs whose prompts they must not bring.
    pub never: Vec<String>,
    /// What is said.
    pub texts: Vec<String>,
}

/// `safeguarding_tests.toml`: what the rules are held to. The desk never reads it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SafeguardingTests {
    /// Sayings.
    pub tests: Vec<Sayings>,
}
