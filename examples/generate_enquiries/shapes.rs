//! How enquiries are spread: over desks, days, hours, needs and answers. Weights are parts of their sum.

use signpost::record::{Ages, Asker, Channel, Outcome, Reason};

/// A desk: the starter's hub it stands in, how busy it is, and when.
pub struct Desk {
    /// Id of the hub.
    pub hub: &'static str,
    /// How busy it is.
    pub weight: f64,
    /// From Monday.
    pub weekdays: [f64; 7],
    /// The first hour and how busy each hour from it on is.
    pub hours: (u8, &'static [f64]),
    /// Channels other than walk-in and telephone come so often.
    pub afar: f64,
    /// Its export ends so many days before the year does.
    pub behind: u64,
}

const MORNING: &[f64] = &[2.0, 9.0, 11.0, 9.0, 5.0, 6.0, 7.0, 5.0, 2.0];
const EVEN: &[f64] = &[5.0, 8.0, 8.0, 6.0, 7.0, 8.0, 9.0, 5.0];
const EVENING: &[f64] = &[3.0, 5.0, 5.0, 4.0, 4.0, 4.0, 6.0, 7.0, 7.0, 6.0, 4.0, 2.0];

/// Desks of the six hubs; one hub has two of them, one is small, and one has not sent its last days.
pub const DESKS: &[Desk] = &[
    Desk {
        hub: "example-riverside",
        weight: 21.0,
        weekdays: [12.0, 10.0, 10.0, 9.0, 8.0, 4.0, 0.0],
        hours: (8, MORNING),
        afar: 1.0,
        behind: 0,
    },
    Desk {
        hub: "example-riverside",
        weight: 10.0,
        weekdays: [9.0, 10.0, 10.0, 10.0, 7.0, 0.0, 0.0],
        hours: (9, EVEN),
        afar: 1.6,
        behind: 0,
    },
    Desk {
        hub: "example-market-square",
        weight: 24.0,
        weekdays: [9.0, 9.0, 14.0, 9.0, 9.0, 6.0, 0.0],
        hours: (9, EVEN),
        afar: 0.8,
        behind: 0,
    },
    Desk {
        hub: "example-hilltop",
        weight: 18.0,
        weekdays: [11.0, 9.0, 9.0, 10.0, 6.0, 0.0, 0.0],
        hours: (8, MORNING),
        afar: 1.2,
        behind: 0,
    },
    Desk {
        hub: "example-st-annes-hall",
        weight: 13.0,
        weekdays: [7.0, 9.0, 7.0, 9.0, 5.0, 4.0, 0.0],
        hours: (9, EVENING),
        afar: 0.7,
        behind: 12,
    },
    Desk {
        hub: "example-mill-lane-library",
        weight: 11.0,
        weekdays: [0.0, 8.0, 7.0, 8.0, 8.0, 9.0, 0.0],
        hours: (9, MORNING),
        afar: 0.4,
        behind: 0,
    },
    Desk {
        hub: "example-orchard",
        weight: 3.0,
        weekdays: [6.0, 8.0, 6.0, 8.0, 5.0, 0.0, 0.0],
        hours: (9, EVEN),
        afar: 2.0,
        behind: 0,
    },
];

/// When in the year something is asked for, from January.
pub type Season = [f64; 12];

/// Quieter in the summer and before Christmas.
pub const USUAL: Season = [1.15, 1.0, 1.05, 0.9, 1.0, 1.0, 0.85, 0.75, 1.1, 1.1, 1.1, 0.8];
const STEADY: Season = [1.0; 12];
const COLD: Season = [1.7, 1.5, 1.2, 0.9, 0.6, 0.4, 0.3, 0.4, 0.7, 1.2, 1.6, 1.7];
const NEW_YEAR: Season = [2.0, 1.2, 1.0, 0.9, 0.9, 0.9, 0.9, 1.0, 1.2, 1.0, 0.9, 0.7];
const SCHOOL_YEAR: Season = [0.7, 0.6, 0.6, 0.7, 0.6, 0.9, 1.5, 2.6, 2.2, 0.8, 0.6, 0.4];
const PLACES: Season = [1.6, 0.8, 1.2, 1.6, 0.7, 0.6, 0.6, 0.8, 1.2, 1.4, 1.2, 0.6];
const HOLIDAYS: Season = [0.9, 1.0, 1.0, 1.2, 1.0, 1.0, 1.5, 1.6, 1.1, 1.0, 0.8, 0.7];
const CHRISTMAS: Season = [1.2, 1.0, 0.9, 0.9, 0.9, 0.9, 1.2, 1.4, 0.9, 1.0, 1.3, 2.0];

/// Who asks for something.
#[derive(Clone, Copy, PartialEq)]
pub enum Who {
    /// Before and soon after a birth.
    Baby,
    /// Small children.
    Small,
    /// Children at school.
    School,
    /// Teenagers, some of them for themselves.
    Teenager,
    /// Any family.
    Any,
}

/// How well a need can be met.
#[derive(Clone, Copy, PartialEq)]
pub enum Met {
    /// Nearly always.
    Well,
    /// Mostly.
    Mostly,
    /// Often not: full, waiting lists.
    Badly,
    /// A matter for the safeguarding lead now and then.
    Danger,
}

/// A need as it is asked for.
pub struct Asked {
    /// Its id.
    pub need: &'static str,
    /// How often.
    pub weight: f64,
    /// How much more often in the second year than in the first.
    pub growth: f64,
    /// When.
    pub season: Season,
    /// By whom.
    pub who: Who,
    /// What comes of it.
    pub met: Met,
}

const fn asked(need: &'static str, weight: f64, growth: f64, season: Season, who: Who, met: Met) -> Asked {
    Asked { need, weight, growth, season, who, met }
}

/// Needs of the starter catalogue; one that is not named here comes as often as the rarest.
pub const NEEDS: &[Asked] = &[
    asked("play-sessions", 120.0, 1.05, HOLIDAYS, Who::Small, Met::Well),
    asked("benefits-advice", 90.0, 1.1, USUAL, Who::Any, Met::Mostly),
    asked("housing", 85.0, 1.15, USUAL, Who::Any, Met::Badly),
    asked("food-support", 80.0, 1.25, CHRISTMAS, Who::Any, Met::Well),
    asked("childcare", 70.0, 1.3, PLACES, Who::Small, Met::Mostly),
    asked("send-support", 68.0, 1.2, PLACES, Who::School, Met::Badly),
    asked("parenting-support", 62.0, 1.05, USUAL, Who::School, Met::Mostly),
    asked("infant-feeding", 55.0, 1.0, STEADY, Who::Baby, Met::Well),
    asked("health-visiting", 52.0, 0.95, STEADY, Who::Baby, Met::Well),
    asked("debt-advice", 48.0, 1.2, NEW_YEAR, Who::Any, Met::Mostly),
    asked("birth-registration", 46.0, 1.0, STEADY, Who::Baby, Met::Well),
    asked("maternity", 40.0, 1.0, STEADY, Who::Baby, Met::Well),
    asked("baby-essentials", 38.0, 1.2, STEADY, Who::Baby, Met::Mostly),
    asked("energy-costs", 36.0, 0.85, COLD, Who::Any, Met::Mostly),
    asked("emergency-money", 34.0, 1.15, CHRISTMAS, Who::Any, Met::Badly),
    asked("school-costs", 32.0, 1.1, SCHOOL_YEAR, Who::School, Met::Mostly),
    asked("english-classes", 30.0, 1.1, SCHOOL_YEAR, Who::Any, Met::Mostly),
    asked("child-mental-health", 30.0, 1.2, USUAL, Who::School, Met::Badly),
    asked("early-language", 28.0, 1.1, USUAL, Who::Small, Met::Mostly),
    asked("separation-support", 26.0, 1.0, NEW_YEAR, Who::Any, Met::Mostly),
    asked("adult-mental-health", 25.0, 1.1, NEW_YEAR, Who::Any, Met::Mostly),
    asked("work-skills", 24.0, 1.0, NEW_YEAR, Who::Any, Met::Well),
    asked("school-admissions", 24.0, 1.0, PLACES, Who::School, Met::Well),
    asked("reducing-parental-conflict", 20.0, 1.1, NEW_YEAR, Who::Any, Met::Mostly),
    asked("family-mediation", 18.0, 1.15, NEW_YEAR, Who::Any, Met::Badly),
    asked("legal-advice", 17.0, 1.1, USUAL, Who::Any, Met::Badly),
    asked("oral-health", 16.0, 1.3, STEADY, Who::Small, Met::Badly),
    asked("school-attendance", 15.0, 1.2, SCHOOL_YEAR, Who::School, Met::Mostly),
    asked("nutrition-weight", 14.0, 1.0, NEW_YEAR, Who::Small, Met::Well),
    asked("immigration-advice", 14.0, 1.1, STEADY, Who::Any, Met::Badly),
    asked("youth-services", 13.0, 1.0, HOLIDAYS, Who::Teenager, Met::Mostly),
    asked("early-help", 12.0, 1.05, USUAL, Who::School, Met::Mostly),
    asked("parent-infant-mental-health", 11.0, 1.1, STEADY, Who::Baby, Met::Mostly),
    asked("domestic-abuse", 10.0, 1.05, CHRISTMAS, Who::Any, Met::Danger),
    asked("kinship-care", 9.0, 1.1, STEADY, Who::School, Met::Mostly),
    asked("bereavement", 8.0, 1.0, STEADY, Who::Any, Met::Mostly),
    asked("carers-support", 8.0, 1.0, STEADY, Who::School, Met::Mostly),
    asked("child-contact", 8.0, 1.05, CHRISTMAS, Who::School, Met::Badly),
    asked("relationship-counselling", 7.0, 1.0, NEW_YEAR, Who::Any, Met::Badly),
    asked("stop-smoking", 7.0, 0.9, NEW_YEAR, Who::Baby, Met::Well),
    asked("school-nursing", 6.0, 1.0, SCHOOL_YEAR, Who::School, Met::Well),
    asked("child-safety", 5.0, 1.0, STEADY, Who::School, Met::Danger),
    asked("drugs-alcohol", 5.0, 1.0, STEADY, Who::Any, Met::Mostly),
    asked("young-carers", 4.0, 1.1, USUAL, Who::Teenager, Met::Mostly),
    asked("sexual-health", 4.0, 1.0, STEADY, Who::Teenager, Met::Well),
    asked("mental-health-crisis", 2.5, 1.1, STEADY, Who::Any, Met::Danger),
    asked("child-to-parent-abuse", 2.0, 1.2, STEADY, Who::Teenager, Met::Danger),
    asked("youth-justice", 1.5, 1.0, STEADY, Who::Teenager, Met::Mostly),
    asked("exploitation", 0.6, 1.0, STEADY, Who::Teenager, Met::Danger),
];

/// What comes of a need.
pub fn outcomes(met: Met) -> &'static [(Outcome, f64)] {
    match met {
        Met::Well => &[
            (Outcome::Signposted, 52.0),
            (Outcome::Information, 30.0),
            (Outcome::WarmHandover, 8.0),
            (Outcome::Referred, 6.0),
            (Outcome::Declined, 2.0),
            (Outcome::NothingToOffer, 2.0),
        ],
        Met::Mostly => &[
            (Outcome::Signposted, 44.0),
            (Outcome::Information, 18.0),
            (Outcome::WarmHandover, 12.0),
            (Outcome::Referred, 13.0),
            (Outcome::Declined, 4.0),
            (Outcome::NothingToOffer, 9.0),
        ],
        Met::Badly => &[
            (Outcome::Signposted, 34.0),
            (Outcome::Information, 15.0),
            (Outcome::WarmHandover, 9.0),
            (Outcome::Referred, 14.0),
            (Outcome::Declined, 4.0),
            (Outcome::NothingToOffer, 24.0),
        ],
        Met::Danger => &[
            (Outcome::SafeguardingLead, 34.0),
            (Outcome::WarmHandover, 26.0),
            (Outcome::Referred, 18.0),
            (Outcome::Signposted, 12.0),
            (Outcome::EmergencyServices, 3.0),
            (Outcome::Declined, 5.0),
            (Outcome::NothingToOffer, 2.0),
        ],
    }
}

/// Why nothing could be offered; what is said of a need above all comes on top.
pub const REASONS: &[(Reason, f64)] = &[
    (Reason::WaitingList, 26.0),
    (Reason::Full, 20.0),
    (Reason::NoneLocal, 16.0),
    (Reason::NotEligible, 12.0),
    (Reason::WrongTimes, 9.0),
    (Reason::TooFar, 7.0),
    (Reason::Cost, 4.0),
    (Reason::Language, 3.0),
    (Reason::Immigration, 1.2),
    (Reason::DisabilityAccess, 0.8),
    (Reason::Other, 1.0),
];

/// The reason that stands out for some needs, and for the small hub in the country.
pub fn main_reason(need: &str, hub: &str) -> Option<Reason> {
    Some(match need {
        "child-mental-health" | "send-support" => Reason::WaitingList,
        "oral-health" | "child-contact" => Reason::NoneLocal,
        "housing" | "emergency-money" => Reason::NotEligible,
        "childcare" | "english-classes" => Reason::WrongTimes,
        "family-mediation" | "legal-advice" | "relationship-counselling" => Reason::Cost,
        "immigration-advice" => Reason::Immigration,
        _ if hub == "example-orchard" => Reason::TooFar,
        _ => return None,
    })
}

/// How families reach the hub: walk-in and telephone, then the others.
pub const NEAR: &[(Channel, f64)] = &[(Channel::WalkIn, 62.0), (Channel::Phone, 26.0)];
/// See [`NEAR`].
pub const AFAR: &[(Channel, f64)] = &[
    (Channel::Email, 5.0),
    (Channel::Event, 2.5),
    (Channel::Outreach, 2.0),
    (Channel::SocialMedia, 1.5),
    (Channel::Chat, 0.7),
    (Channel::HomeVisit, 0.3),
];

/// Who asked, if somebody asked that.
pub fn askers(who: Who) -> &'static [(Asker, f64)] {
    match who {
        Who::Baby => &[
            (Asker::Mother, 60.0),
            (Asker::Expectant, 20.0),
            (Asker::Father, 12.0),
            (Asker::Kinship, 3.0),
            (Asker::Professional, 5.0),
        ],
        Who::Teenager => &[
            (Asker::Mother, 40.0),
            (Asker::YoungPerson, 24.0),
            (Asker::Father, 14.0),
            (Asker::Professional, 12.0),
            (Asker::Kinship, 6.0),
            (Asker::OtherCarer, 4.0),
        ],
        _ => &[
            (Asker::Mother, 62.0),
            (Asker::Father, 17.0),
            (Asker::Kinship, 7.0),
            (Asker::Professional, 7.0),
            (Asker::OtherCarer, 4.0),
            (Asker::Expectant, 2.0),
            (Asker::Other, 1.0),
        ],
    }
}

/// Ages of the children, if somebody asked that.
pub fn ages(who: Who) -> &'static [(Ages, f64)] {
    match who {
        Who::Baby => &[(Ages::Unborn, 24.0), (Ages::Under2, 66.0), (Ages::Aged2, 6.0), (Ages::From3To4, 4.0)],
        Who::Small => &[(Ages::Under2, 34.0), (Ages::Aged2, 30.0), (Ages::From3To4, 30.0), (Ages::From5To10, 6.0)],
        Who::School => &[
            (Ages::From3To4, 14.0),
            (Ages::From5To10, 48.0),
            (Ages::From11To15, 30.0),
            (Ages::From16To17, 6.0),
            (Ages::From18To25, 2.0),
        ],
        Who::Teenager => &[(Ages::From11To15, 56.0), (Ages::From16To17, 38.0), (Ages::From18To25, 6.0)],
        Who::Any => &[
            (Ages::Under2, 20.0),
            (Ages::Aged2, 12.0),
            (Ages::From3To4, 17.0),
            (Ages::From5To10, 27.0),
            (Ages::From11To15, 14.0),
            (Ages::From16To17, 4.0),
            (Ages::Unborn, 2.5),
            (Ages::NoChildren, 3.0),
            (Ages::From18To25, 0.5),
        ],
    }
}

/// Languages, the frequent ones first; each comes less often than the one before.
pub const LANGUAGES: &[&str] = &[
    "en", "pl", "ro", "pa", "ur", "ar", "bn", "uk", "so", "pt", "es", "gu", "ku", "fa", "tr", "ps", "zh", "ta", "lt",
    "bg", "fr", "it", "hu", "sq", "ti", "am", "yo", "vi", "sk", "cs", "ru", "lv", "hi", "ml", "ne", "th", "rom", "cy",
    "el", "de", "sw", "ig", "tw", "si", "te", "ka", "mn", "my",
];
