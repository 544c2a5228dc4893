//! The answers that an enquiry can hold. One table each: the line in code, the id that is stored and exported for ever, the label on the screen.

/// Makes an enum whose values have a stable id and a label, from one table.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident, $field:literal { $($(#[$mark:meta])* $value:ident = $id:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $name {
            $($(#[$mark])* #[doc = $label] $value,)+
        }

        impl $name {
            /// All values, in the order in which the screen lists them.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// Returns the id that is stored and exported; it never changes.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$value => $id,)+
                }
            }

            /// Returns the words on the screen.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$value => $label,)+
                }
            }

            /// Returns the value with this id.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                Self::from_id(text).ok_or_else(|| unknown($field, text, Self::ALL.iter().map(|value| value.id())))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.id())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(|e: Error| serde::de::Error::custom(e.what))
            }
        }
    };
}

use crate::error::{Error, Result};
use crate::text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

choices! {
    /// What was counted.
    Kind, "kind" {
        #[default]
        Enquiry = "enquiry", "enquiry";
        QuickChat = "quick-chat", "quick chat";
    }
}

choices! {
    /// How the family reached the hub.
    Channel, "channel" {
        #[default]
        WalkIn = "walk-in", "walk-in";
        Phone = "phone", "phone";
        Email = "email", "email";
        Chat = "chat", "chat";
        SocialMedia = "social-media", "social media";
        Event = "event", "event";
        Outreach = "outreach", "outreach";
        HomeVisit = "home-visit", "home visit";
    }
}

choices! {
    /// Who asked.
    Asker, "who asked" {
        #[default]
        NotAsked = "not-asked", "not asked";
        Mother = "mother", "mother";
        Father = "father", "father";
        OtherCarer = "other-parent-or-carer", "other parent or carer";
        Expectant = "expectant-parent", "expectant parent";
        YoungPerson = "young-person", "young person";
        Kinship = "grandparent-or-kinship-carer", "grandparent or kinship carer";
        Professional = "professional", "professional";
        Other = "other", "other";
    }
}

choices! {
    /// What came of one need.
    Outcome, "outcome" {
        #[default]
        Signposted = "signposted", "signposted";
        Information = "information-given", "information given";
        WarmHandover = "warm-handover", "warm handover";
        Referred = "referred", "referred";
        SafeguardingLead = "passed-to-safeguarding-lead", "passed to safeguarding lead";
        EmergencyServices = "emergency-services-called", "emergency services called";
        Declined = "declined", "declined";
        NothingToOffer = "nothing-to-offer", "nothing to offer";
    }
}

choices! {
    /// Why nothing could be offered.
    Reason, "reason" {
        #[default]
        NoneLocal = "none-local", "none local";
        NotEligible = "not-eligible", "not eligible";
        Full = "full", "full";
        WaitingList = "waiting-list", "waiting list";
        WrongTimes = "wrong-times", "wrong times";
        TooFar = "too-far-or-no-transport", "too far or no transport";
        Cost = "cost", "cost";
        Language = "language", "language";
        DisabilityAccess = "disability-access", "disability access";
        Immigration = "immigration-conditions", "immigration conditions";
        Other = "other", "other";
    }
}

choices! {
    /// Ages of the children an enquiry is about. No age at all means that nobody asked; that there are no children is an answer of its own.
    Ages, "ages" {
        #[default]
        Unborn = "unborn", "unborn";
        Under2 = "0-1", "0-1";
        Aged2 = "2", "2";
        From3To4 = "3-4", "3-4";
        From5To10 = "5-10", "5-10";
        From11To15 = "11-15", "11-15";
        From16To17 = "16-17", "16-17";
        From18To25 = "18-25-with-send", "18-25 with SEND";
        NoChildren = "no-children", "no children";
    }
}

choices! {
    /// An answer that nobody may have asked for. Not asked is never counted as no.
    Reply, "answer" {
        #[default]
        NotAsked = "not-asked", "not asked";
        Yes = "yes", "yes";
        No = "no", "no";
    }
}

choices! {
    /// Ethnic group, as the family says it; asked only where the settings want it. The groups are those of the 2021 census of England and Wales.
    Ethnicity, "ethnicity" {
        #[default]
        NotAsked = "not-asked", "not asked";
        Asian = "asian", "Asian or Asian British";
        Black = "black", "Black, Black British, Caribbean or African";
        Mixed = "mixed", "mixed or multiple ethnic groups";
        White = "white", "White";
        Other = "other", "other ethnic group";
        PreferNotToSay = "prefer-not-to-say", "prefer not to say";
    }
}

impl Ethnicity {
    /// Returns whether nobody asked.
    pub fn is_not_asked(&self) -> bool {
        *self == Self::NotAsked
    }
}

fn unknown<'a>(field: &str, text: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    // What was typed may be anything: it is shown cleaned and cut, and kept nowhere.
    let shown: String = text::clean(text).chars().take(text::LONGEST_WORD).collect();
    let error = Error::usage(format!("{field} can't be \"{shown}\"."));
    let near = text::nearest(text, known.clone());
    error.did_you_mean(near, format!("It can be: {}.", known.collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_read_back() {
        fn round<T: Copy + PartialEq + std::fmt::Debug + std::str::FromStr<Err = Error>>(
            all: &[T],
            id: fn(T) -> &'static str,
        ) -> String {
            for value in all {
                assert_eq!(id(*value).parse::<T>().unwrap(), *value);
            }
            all.iter().map(|value| id(*value)).collect::<Vec<_>>().join(" ")
        }
        // Changing one of these breaks every store and export there is.
        assert_eq!(round(Kind::ALL, Kind::id), "enquiry quick-chat");
        assert_eq!(round(Channel::ALL, Channel::id), "walk-in phone email chat social-media event outreach home-visit");
        assert_eq!(
            round(Asker::ALL, Asker::id),
            "not-asked mother father other-parent-or-carer expectant-parent young-person grandparent-or-kinship-carer professional other"
        );
        assert_eq!(
            round(Outcome::ALL, Outcome::id),
            "signposted information-given warm-handover referred passed-to-safeguarding-lead emergency-services-called declined nothing-to-offer"
        );
        assert_eq!(
            round(Reason::ALL, Reason::id),
            "none-local not-eligible full waiting-list wrong-times too-far-or-no-transport cost language disability-access immigration-conditions other"
        );
        assert_eq!(round(Ages::ALL, Ages::id), "unborn 0-1 2 3-4 5-10 11-15 16-17 18-25-with-send no-children");
        assert_eq!(round(Reply::ALL, Reply::id), "not-asked yes no");
        assert_eq!(round(Ethnicity::ALL, Ethnicity::id), "not-asked asian black mixed white other prefer-not-to-say");
    }

    #[test]
    fn an_unknown_word_is_refused_with_a_way_on() {
        let error = "sign-posted".parse::<Outcome>().unwrap_err();
        assert_eq!(error.to_string(), "outcome can't be \"sign-posted\". Did you mean \"signposted\"?");
        let error = "x".parse::<Reply>().unwrap_err();
        assert_eq!(error.to_string(), "answer can't be \"x\". It can be: not-asked, yes, no.");
    }
}
