//! What enquiries are counted by.

use crate::error::{Error, Result};
use crate::record::{Ages, Asker, Channel, Outcome, Reason, Reply};
use crate::text;
use serde::{Deserialize, Serialize};

/// What one count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Enquiries; one family may make several.
    Enquiries,
    /// Needs: an enquiry about two of them counts twice.
    Needs,
}

/// What enquiries are counted by. Hubs, localities, months and quarters are no dimensions: every count has its [`Area`](super::Area) and its [`Span`](super::Span).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Enquiry or quick chat. Everything else counts enquiries only.
    Kind,
    /// What the family needed; several for one enquiry.
    Need,
    /// Groups of those needs; each once for one enquiry.
    Group,
    /// Areas of the DfE Family Hubs and Start for Life programme; each once for one enquiry.
    DfeArea,
    /// How the family reached the hub.
    Channel,
    /// Who asked.
    Asker,
    /// Ages of the children; several for one enquiry, or "not-asked".
    Ages,
    /// Whether a child has special educational needs or a disability.
    Send,
    /// The language spoken best.
    Language,
    /// Whether an interpreter was needed.
    Interpreter,
    /// Whether the family has been before.
    BeenBefore,
    /// Whether something was offered for at least one need of the enquiry: "yes" or "no".
    Offered,
    /// What came of a need; counts needs.
    Outcome,
    /// Why nothing could be offered for a need; counts needs.
    Reason,
    /// Services handed out; several for one enquiry, or none.
    Service,
    /// Ethnic group, where the locality asks for it.
    Ethnicity,
}

/// How the values of a dimension lie on what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// Each enquiry has exactly one.
    One,
    /// An enquiry may have several, or none.
    Several,
    /// Each need of an enquiry has one, or none.
    OfNeed,
}

/// The value that stands for nobody having asked.
pub const NOT_ASKED: &str = "not-asked";

impl Dimension {
    /// Returns all of them.
    pub fn all() -> &'static [Self] {
        <Self as strum::VariantArray>::VARIANTS
    }

    /// Returns the word of the command line and of files; it never changes.
    pub fn id(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Need => "need",
            Self::Group => "group",
            Self::DfeArea => "dfe-area",
            Self::Channel => "channel",
            Self::Asker => "asker",
            Self::Ages => "ages",
            Self::Send => "send",
            Self::Language => "language",
            Self::Interpreter => "interpreter",
            Self::BeenBefore => "been-before",
            Self::Offered => "offered",
            Self::Outcome => "outcome",
            Self::Reason => "reason",
            Self::Service => "service",
            Self::Ethnicity => "ethnicity",
        }
    }

    /// Returns what stands over its values.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kind => "Kind",
            Self::Need => "Need",
            Self::Group => "Need group",
            Self::DfeArea => "DfE area",
            Self::Channel => "How they reached us",
            Self::Asker => "Who asked",
            Self::Ages => "Children's ages",
            Self::Send => "Child with SEND",
            Self::Language => "Language",
            Self::Interpreter => "Interpreter needed",
            Self::BeenBefore => "Been before",
            Self::Offered => "Something was offered",
            Self::Outcome => "What came of it",
            Self::Reason => "Why nothing could be offered",
            Self::Service => "Service handed out",
            Self::Ethnicity => "Ethnic group",
        }
    }

    /// Returns how its values lie on what is counted.
    pub fn lie(self) -> Lie {
        match self {
            Self::Need | Self::Group | Self::DfeArea | Self::Ages | Self::Service => Lie::Several,
            Self::Outcome | Self::Reason => Lie::OfNeed,
            _ => Lie::One,
        }
    }

    /// Returns what a count by it counts.
    pub fn unit(self) -> Unit {
        if self.lie() == Lie::OfNeed { Unit::Needs } else { Unit::Enquiries }
    }

    /// Returns its values with their labels where they are fixed; those of the others stand in the catalogue.
    pub fn fixed(self) -> Option<Vec<(&'static str, &'static str)>> {
        let reply = || Reply::ALL.iter().map(|value| (value.id(), value.label())).collect();
        Some(match self {
            Self::Kind => vec![("enquiry", "enquiry"), ("quick-chat", "quick chat")],
            Self::Channel => Channel::ALL.iter().map(|value| (value.id(), value.label())).collect(),
            Self::Asker => Asker::ALL.iter().map(|value| (value.id(), value.label())).collect(),
            Self::Ages => {
                let known = Ages::ALL.iter().map(|value| (value.id(), value.label()));
                std::iter::once((NOT_ASKED, "not asked")).chain(known).collect()
            }
            Self::Send | Self::Interpreter | Self::BeenBefore => reply(),
            Self::Offered => vec![("yes", "something was offered"), ("no", "nothing was offered")],
            Self::Outcome => Outcome::ALL.iter().map(|value| (value.id(), value.label())).collect(),
            Self::Reason => Reason::ALL.iter().map(|value| (value.id(), value.label())).collect(),
            Self::Need | Self::Group | Self::DfeArea | Self::Language | Self::Service | Self::Ethnicity => return None,
        })
    }
}

impl std::str::FromStr for Dimension {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::all().iter().map(|dimension| dimension.id());
        Self::all().iter().copied().find(|dimension| dimension.id() == text).ok_or_else(|| {
            let shown: String = text::clean(text).chars().take(text::LONGEST_WORD).collect();
            let list = known.clone().collect::<Vec<_>>().join(", ");
            Error::usage(format!("Nothing can be counted by \"{shown}\"."))
                .did_you_mean(text::nearest(text, known), format!("It can be: {list}, hub, month, quarter."))
        })
    }
}
