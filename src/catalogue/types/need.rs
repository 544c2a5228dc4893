//! Needs and the rules of safeguarding: what families say.

use crate::text;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A group of needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
}

/// Why the desk offers privacy before something is chosen: the other side of it may be somebody to be afraid of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, strum::VariantArray)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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

impl Need {
    /// Returns everything that stands for it: its name, its id, the parts of its meaning, what people say.
    pub fn sayings(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let own = [Cow::from(self.name.as_str()), Cow::from(self.id.replace('-', " "))];
        // Split at its stops, a meaning is a list of good phrases.
        let meaning = self.meaning.split([',', ';', '.', ':']).map(Cow::from);
        own.into_iter().chain(meaning).chain(self.words.iter().map(|saying| Cow::from(saying.as_str())))
    }
}

/// What people ask at a reception that no family service answers, and what they say for it: then nothing is close.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Elsewhere {
    /// What it is and whose, as the screen says it: "bins and rubbish (the council)".
    pub name: String,
    /// What people say for it.
    pub words: Vec<String>,
}

/// Words that mean the same to the search; the first of each list stands for all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Synonyms(pub Vec<Vec<String>>);

impl Synonyms {
    /// Returns each word, folded, with the one that stands for it.
    pub fn table(&self) -> FxHashMap<String, String> {
        let sets = self.0.iter().filter_map(|set| Some((text::fold(set.first()?), set)));
        sets.flat_map(|(first, set)| set.iter().skip(1).map(move |word| (text::fold(word), first.clone()))).collect()
    }
}

/// `needs.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Words that mean the same.
    pub synonyms: Synonyms,
    /// Groups, in the order in which they are shown.
    pub groups: Vec<Group>,
    /// Needs.
    pub needs: Vec<Need>,
    /// What is asked for and is no family service's.
    pub elsewhere: Vec<Elsewhere>,
}

/// One rule of `safeguarding.toml`: words that bring a prompt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Default, PartialEq, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SafeguardingTests {
    /// Sayings.
    pub tests: Vec<Sayings>,
}
