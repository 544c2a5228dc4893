//! All weights of the ranking, in one place. A service's score is
//!
//! `NEED × how well the query speaks of its best need × the need's rank + WORDS × how well its own words match + NAMED when the query names it + what it is like today`.
//!
//! How well words match lies between 0 and 1; a need may get more when danger was heard ([`HEARD`]) or letters lean its way ([`LEAN`]). What it is like today holds whether it is near, checked, open and of this nation ([`ABROAD`]). What the query wishes besides the need adds to them, or takes away, a share of the two ([`Share`]). The weights were set by hand on the labelled queries that ship with the catalogue; `signpost judge` tells what a change does.

/// What the needs of a service count for.
pub const NEED: f32 = 1.0;
/// What the words of a service itself count for.
pub const WORDS: f32 = 0.65;

/// What a service gets for it that its words are all there, in its name or among what families call it.
pub const NAMED: f32 = 0.5;
/// How well its words have to match for that: a word of a name that stands there once counts this much.
pub const NAMED_BY: f32 = 0.7;

/// A word that stands in more than one of so many needs says nothing of any.
pub const SAYS_NOTHING: usize = 5;

/// What a service gets that is named but for a slip, where so few are,
pub const NEARLY_NAMED: f32 = 0.3;
/// and how well its words have to match for that,
pub const NEARLY_NAMED_BY: f32 = 0.5;
/// and how many such services there may be.
pub const NEARLY_NAMED_ALONE: usize = 20;
/// Services that may be named in this way by words that are also all what people say for a need; what more have is no name.
pub const NAMED_ALONE: usize = 2;
/// How well a need's words have to match for that.
pub const SAID_WHOLE: f32 = 0.9;

/// A word that stands there exactly.
pub const EXACT: f32 = 1.0;
/// The same word in another form: "dentists" for "dentist".
pub const FORM: f32 = 0.95;
/// What is left of a typo when the word is known as it stands,
pub const DOUBT: f32 = 0.6;
/// and of another form.
pub const OTHER_FORM: f32 = 0.85;
/// A half-typed word: this much for one letter of many, [`EXACT`] for all letters.
pub const PREFIX: f32 = 0.6;
/// A word with one typo.
pub const TYPO: f32 = 0.7;
/// A word with two typos.
pub const TWO_TYPOS: f32 = 0.5;
/// Each part of two words that were typed as one.
pub const RUN_TOGETHER: f32 = 0.75;
/// A word that is spelt by ear.
pub const SOUNDS_ALIKE: f32 = 0.65;
/// The same with one sound wrong.
pub const SOUNDS_NEARLY: f32 = 0.5;
/// A half-typed word with a typo.
pub const PREFIX_TYPO: f32 = 0.5;

/// A word whose part of the query's rarity is below this is not followed.
pub const TELLS_NOTHING: f32 = 0.005;

/// How much a word's weight in a service counts before it levels out.
pub const LEVEL: f32 = 1.5;

/// A service's second, third and fourth need count this much of the first.
pub const NEED_RANK: [f32; 4] = [1.0, 0.8, 0.7, 0.6];
/// Needs that are followed into the services, best first.
pub const NEEDS_FOLLOWED: usize = 8;
/// A need this far below the best is not followed.
pub const NEED_FLOOR: f32 = 0.25;

/// A need that the safeguarding rules heard: danger comes before whatever else the words may mean.
pub const HEARD: f32 = 1.2;

/// What the letters of a query add to the need that they lean to most, and in proportion to the others.
pub const LEAN: f32 = 0.15;

/// Of the best need's score, what another needs to get a line among the first three.
pub const MIX: f32 = 0.55;

/// Below this a need is not followed where the words of a service are close.
pub const FAINT: f32 = 0.2;

/// Part of a need's score that the best phrase gives; the rest is how much of the query its words cover.
pub const PHRASE: f32 = 0.7;
/// Part of a phrase's score that stands even when the rest of the query speaks of other things.
pub const PHRASE_ALONE: f32 = 0.35;
/// Rarity, in natural logarithms, from which a phrase counts in full; common words alone say little.
pub const TELLING: f32 = 4.5;

/// Local before national.
pub const LOCAL: f32 = 0.1;
/// Serves only other nations than the desk's.
pub const ABROAD: f32 = -0.3;
/// A way in that needs no professional.
pub const NO_PROFESSIONAL: f32 = 0.03;
/// A waiting list.
pub const WAITING: f32 = -0.04;
/// Full or closed for a while.
pub const SHUT: f32 = -0.15;
/// Gone: only found when somebody asks for it by name.
pub const GONE: f32 = -0.6;
/// For one group alone that has to be spoken of, a line for men when nobody said so; given back when the query wishes for the group.
pub const ONLY_WHEN_SAID: f32 = -0.45;
/// Checked lately; falls to nothing over [`CHECK_FADES`] days.
pub const CHECKED: f32 = 0.04;
/// Days over which a check loses its weight.
pub const CHECK_FADES: f32 = 365.0;
/// Has a source though never checked.
pub const SOURCED: f32 = 0.01;
/// Below this no need is close: "No match yet", unless the words of a service are.
pub const CLOSE: f32 = 0.32;
/// Below this much of [`WORDS`], neither are the words of any service.
pub const CLOSE_WORDS: f32 = 0.45;
/// Below this much, what speaks for a service is next to nothing: less than the last need of a query that is just close.
pub const NEAR: f32 = CLOSE_WORDS * NEED_RANK[3];
/// How well words that are typed to their end must speak of what is elsewhere before anybody is turned away,
pub const SAID_ELSEWHERE: f32 = 0.2;
/// and how well beside the best need.
pub const SAID_ELSEWHERE_BESIDE: f32 = 0.8;
/// Of the best match's sum, what another needs to be sorted beside it by distance, or by whom it is for.
pub const GOOD: f32 = 0.6;

/// What a wish counts for: a part of all that speaks for the service, so that what is off the point gains little by a Saturday.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// Gained by what fits.
    pub fits: f32,
    /// Gained or lost by what nobody knows.
    pub unknown: f32,
    /// Lost by what does not fit.
    pub misfits: f32,
}

/// A service for people of another age is no use.
pub const AGE: Share = Share { fits: 0.1, unknown: 0.0, misfits: 0.45 };
/// Nor is one for another group: a mothers' group for a dad.
pub const GROUP: Share = Share { fits: 0.4, unknown: 0.0, misfits: 0.45 };
/// Where nobody speaks the language, somebody may still interpret.
pub const LANGUAGE: Share = Share { fits: 0.25, unknown: 0.0, misfits: 0.35 };
/// A door that can't be passed.
pub const STEP_FREE: Share = Share { fits: 0.1, unknown: 0.0, misfits: 0.4 };
/// Another day or hour.
pub const TIMES: Share = Share { fits: 0.15, unknown: 0.0, misfits: 0.3 };
/// Closed at this moment, or in the holidays.
pub const SHUT_THEN: Share = Share { fits: 0.15, unknown: 0.0, misfits: 0.25 };
/// Another way of reaching people.
pub const DELIVERY: Share = Share { fits: 0.15, unknown: 0.0, misfits: 0.25 };
/// At another place.
pub const AT: Share = Share { fits: 0.2, unknown: 0.0, misfits: 0.3 };
/// Costs something.
pub const COST: Share = Share { fits: 0.1, unknown: 0.0, misfits: 0.2 };
/// On the spot, and very far away; what nobody has to go to gains and loses nothing.
pub const DISTANCE: Share = Share { fits: 0.2, unknown: 0.0, misfits: 0.2 };
/// Miles at which a distance neither gains nor loses.
pub const SOME_MILES: f32 = 4.0;
/// All wishes together gain a service no more than this share,
pub const MOST_GAINED: f32 = 0.4;
/// and lose it no more than this: so what speaks of the need a third as well never overtakes it.
pub const MOST_LOST: f32 = 0.5;
/// So many of the best are held against the wishes.
pub const HELD_AGAINST_WISHES: usize = 600;
