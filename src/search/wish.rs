//! Holds services against what a query wishes besides the need: what fits rises, what does not sinks, what nobody knows stays between. Nothing is hidden.

use super::Hit;
use super::ask::{Area, Filters};
use super::fit::{Moment, Place, in_area, in_times, in_times_at, is_step_free, of_age, one_of, open, speaks};
use super::near::{Away, Origin};
use super::weights::{self as w, Share};
use crate::catalogue::hours::{self, Times};
use crate::catalogue::{Access, Answer, Delivery, Nation};
use crate::reading::{Means, Wish};
use crate::snapshot::{Facts, Snapshot, Weigh, access_bit, delivery_bit, language, nation_bit};

/// Conditions, made ready for one snapshot and one moment.
pub struct Wished<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) moment: Moment<'a>,
    holiday: bool,
    /// Alike ones stand together; one of them is enough.
    pub(super) all: Vec<Condition>,
}

/// One thing that a service is held against.
pub struct Condition {
    /// What it is.
    pub what: What,
    /// What was said for it.
    pub said: String,
}

/// What a service is held against.
pub enum What {
    /// Somebody between these months.
    Age(u16, u16),
    /// At one of these times.
    Times(Vec<Times>),
    /// In the school holidays.
    Holidays,
    /// At this moment.
    OpenNow,
    /// A language, by its code and its number.
    Language(String, Option<u16>),
    /// Costs nothing.
    Free,
    /// A way of reaching people.
    Delivery(Delivery),
    /// The nearer the better.
    Near(Origin),
    /// A part of the map; nothing where the catalogue has no such place.
    At(Area, Option<Place>),
    /// The bit of a group, and those of the groups that leave it out.
    Group(u32, u32),
    /// Step-free from the street.
    StepFree,
    /// A nation.
    Nation(Nation),
    /// A way in.
    Access(Access),
}

impl What {
    /// Returns its place among the kinds; of one kind any is enough.
    fn kind(&self) -> u8 {
        match self {
            Self::Age(..) => 0,
            Self::Times(_) => 1,
            Self::Holidays => 2,
            Self::OpenNow => 3,
            Self::Language(..) => 4,
            Self::Free => 5,
            Self::Delivery(_) => 6,
            Self::Near(_) => 7,
            Self::At(..) => 8,
            Self::Group(..) => 9,
            Self::StepFree => 10,
            Self::Nation(_) => 11,
            Self::Access(_) => 12,
        }
    }

    /// Returns what it counts for.
    fn share(&self) -> Share {
        match self {
            Self::Age(..) => w::AGE,
            Self::Times(_) => w::TIMES,
            Self::Holidays | Self::OpenNow => w::SHUT_THEN,
            Self::Language(..) => w::LANGUAGE,
            Self::Free => w::COST,
            Self::Delivery(_) | Self::Access(_) => w::DELIVERY,
            Self::Near(_) => w::DISTANCE,
            Self::At(..) | Self::Nation(_) => w::AT,
            Self::Group(..) => w::GROUP,
            Self::StepFree => w::STEP_FREE,
        }
    }
}

/// How closely times are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// By the hours of a week, which costs little and may find a little too much.
    Quick,
    /// One by one.
    Close,
}

impl<'a> Wished<'a> {
    /// Makes the wishes of a query ready.
    pub fn of(wishes: &[Wish], snapshot: &'a Snapshot, moment: Moment<'a>) -> Self {
        let unlike = |place: u8| {
            let facets = snapshot.head.facets.as_ref();
            let own = facets.and_then(|facets| facets.groups().nth(usize::from(place)));
            let named = |id: &String| own.is_some_and(|own| own.unlike.contains(id));
            let groups = facets.into_iter().flat_map(|facets| facets.groups()).enumerate();
            groups.filter(|(_, facet)| named(&facet.id)).fold(0, |bits, (at, _)| bits | 1 << at)
        };
        let mut all = Vec::new();
        let mut put = |what: What, wish: &Wish| all.push(Condition { what, said: wish.said.clone() });
        for wish in wishes {
            match &wish.means {
                Means::Age { from, to } => put(What::Age(*from, *to), wish),
                // Days and hours that were said apart belong together.
                Means::When { .. } => {}
                Means::Holidays => put(What::Holidays, wish),
                Means::OpenNow => put(What::OpenNow, wish),
                Means::Language(code) => put(What::Language(code.clone(), language(code)), wish),
                Means::Free => put(What::Free, wish),
                Means::Delivery(way) => put(What::Delivery(*way), wish),
                Means::Near(from) => put(What::Near(Origin::new(from, &snapshot.head)), wish),
                Means::At(area) => put(What::At(area.clone(), Place::of(area, &snapshot.head)), wish),
                Means::Group(place) => {
                    let bit = 1u32.checked_shl(u32::from(*place)).unwrap_or_default();
                    put(What::Group(bit, unlike(*place)), wish);
                }
                Means::StepFree => put(What::StepFree, wish),
            }
        }
        all.extend(times(wishes));
        Self::new(all, snapshot, moment)
    }

    /// Makes filters ready, to say of each service why it was let through.
    pub fn of_filters(filters: &Filters, snapshot: &'a Snapshot, moment: Moment<'a>) -> Self {
        let Filters { age, area, nation, day, open_now, free, language: spoken, delivery, access, step_free } = filters;
        let what = [
            age.map(|years| What::Age(12 * u16::from(years), 12 * u16::from(years) + 11)),
            area.as_ref().map(|area| What::At(area.clone(), Place::of(area, &snapshot.head))),
            nation.map(What::Nation),
            day.map(|day| What::Times(vec![Times::on(day)])),
            open_now.then_some(What::OpenNow),
            free.then_some(What::Free),
            spoken.as_ref().map(|code| What::Language(code.clone(), language(code))),
            delivery.map(What::Delivery),
            access.map(What::Access),
            step_free.then_some(What::StepFree),
        ];
        let said = age.map(|years| years.to_string()).unwrap_or_default();
        let all = what.into_iter().flatten().map(|what| Condition { what, said: said.clone() });
        Self::new(all.collect(), snapshot, moment)
    }

    fn new(mut all: Vec<Condition>, snapshot: &'a Snapshot, moment: Moment<'a>) -> Self {
        all.sort_by_key(|condition| condition.what.kind());
        let holiday = moment.calendar.is_holiday(moment.now.date()) == Some(true);
        Self { snapshot, moment, holiday, all }
    }

    /// Returns whether nothing is wished.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns how far a service rises or sinks, for which so much speaks otherwise.
    pub fn lift(&self, number: u32, facts: &Facts<'_>, added: f32, look: Look) -> f32 {
        let alike = self.alike();
        let share: f32 =
            alike.map(|all| all.iter().map(|one| self.share(one, number, facts, look)).fold(f32::MIN, f32::max)).sum();
        added * share.clamp(-w::MOST_LOST, w::MOST_GAINED) + self.given_back(number, facts)
    }

    /// Returns whether a service fits none of some wish's kind, as far as a quick look tells.
    pub fn misfits(&self, number: u32, facts: &Facts<'_>) -> bool {
        let no = |one: &Condition| self.answer(one, number, facts, Look::Quick) == Some(Answer::No);
        self.alike().any(|all| all.iter().all(no))
    }

    /// Returns whether a service fits any wish.
    pub fn fits_any(&self, number: u32, facts: &Facts<'_>) -> bool {
        let near = |one: &Condition| matches!(&one.what, What::Near(from) if from.to(facts).miles().is_some());
        self.all.iter().any(|one| near(one) || self.answer(one, number, facts, Look::Close) == Some(Answer::Yes))
    }

    /// Notes on a hit what does not fit, what has to be asked, and how far it is.
    pub fn tell(&self, hit: &mut Hit) {
        let Some(facts) = self.snapshot.facts(hit.number) else { return };
        for (one, answer) in self.verdicts(hit.number, &facts) {
            match answer {
                Answer::No => hit.misfits.push(self.misfit(one, hit.number, &facts)),
                Answer::Ask => {
                    let ask = self.ask(one);
                    if !hit.ask.contains(&ask) {
                        hit.ask.push(ask);
                    }
                }
                Answer::Yes => {}
            }
        }
        if hit.away == Away::Nothing {
            hit.away = self.away(&facts).unwrap_or_default();
        }
    }

    /// Returns how far a service is from the nearest place that was wished.
    pub(super) fn away(&self, facts: &Facts<'_>) -> Option<Away> {
        let all = self.all.iter().filter_map(|one| match &one.what {
            What::Near(from) => Some(from.to(facts)),
            _ => None,
        });
        all.reduce(|a, b| if b.miles().is_some_and(|b| a.miles().is_none_or(|a| b < a)) { b } else { a })
    }

    /// Returns each condition with its answer; of alike ones the best alone.
    pub(super) fn verdicts(&self, number: u32, facts: &Facts<'_>) -> Vec<(&Condition, Answer)> {
        let mut out = Vec::new();
        for all in self.alike() {
            let answers: Vec<(&Condition, Answer)> =
                all.iter().filter_map(|one| Some((one, self.answer(one, number, facts, Look::Close)?))).collect();
            let best = best(answers.iter().map(|(_, answer)| *answer));
            out.extend(answers.into_iter().filter(|(_, answer)| Some(*answer) == best));
        }
        out
    }

    fn alike(&self) -> impl Iterator<Item = &[Condition]> {
        self.all.chunk_by(|a, b| a.what.kind() == b.what.kind())
    }

    fn share(&self, one: &Condition, number: u32, facts: &Facts<'_>, look: Look) -> f32 {
        let share = one.what.share();
        if let What::Near(from) = &one.what {
            let nearness = |miles: f32| 2.0 * w::SOME_MILES / (w::SOME_MILES + miles) - 1.0;
            return match from.to(facts).miles().map(nearness) {
                Some(near @ 0.0..) => share.fits * near,
                Some(far) => share.misfits * far,
                None => share.unknown,
            };
        }
        match self.answer(one, number, facts, look) {
            Some(Answer::Yes) if comes_from_elsewhere(&one.what, facts) => share.unknown,
            Some(Answer::Yes) => share.fits,
            Some(Answer::Ask) => share.unknown,
            Some(Answer::No) => -share.misfits,
            None => 0.0,
        }
    }

    /// Returns what a service lost because nobody spoke of its group, when somebody does.
    fn given_back(&self, number: u32, facts: &Facts<'_>) -> f32 {
        let wished = |one: &Condition| matches!(one.what, What::Group(own, _) if facts.for_alone() & own != 0);
        let lost = self.all.iter().any(wished) && self.snapshot.weigh(number).is(Weigh::ONLY_WHEN_SAID);
        if lost { -w::ONLY_WHEN_SAID } else { 0.0 }
    }

    /// Returns whether a service fits a condition; nothing where there is nothing to say.
    fn answer(&self, one: &Condition, number: u32, facts: &Facts<'_>, look: Look) -> Option<Answer> {
        Some(match &one.what {
            What::Age(from, to) => of_ages(facts, *from, *to),
            What::Times(times) => self.in_times(times, number, facts, look),
            What::Holidays if facts.is(Facts::TERM_ONLY) => Answer::No,
            // Nobody sends a helpline into the holidays.
            What::Holidays if comes_to_nobody(facts) => return None,
            What::Holidays => Answer::Ask,
            What::OpenNow => self.open_now(number, facts, look),
            What::Language(_, number) => speaks(facts, *number),
            What::Free => facts.free(),
            What::Delivery(way) => one_of(facts.delivery(), delivery_bit(*way)),
            What::Near(_) => return None,
            What::At(_, place) => in_area(facts, place.as_ref(), &self.snapshot.head),
            // What is for women alone may well speak of men.
            What::Group(own, unlike) if facts.for_alone() & unlike != 0 && facts.for_alone() & own == 0 => Answer::No,
            What::Group(own, _) if facts.groups() & own != 0 => Answer::Yes,
            What::Group(..) => return None,
            What::StepFree => is_step_free(facts, self.hub()),
            What::Nation(nation) => one_of(facts.nations(), nation_bit(*nation)),
            What::Access(way) => one_of(facts.access(), access_bit(*way)),
        })
    }

    fn in_times(&self, times: &[Times], number: u32, facts: &Facts<'_>, look: Look) -> Answer {
        let quick = best(times.iter().map(|times| in_times(facts, *times))).unwrap_or(Answer::Ask);
        if quick != Answer::Yes {
            return quick;
        }
        let today = self.moment.now.date();
        let or_ask = |answer| if answer == Answer::No && facts.is(Facts::TIMES_UNKNOWN) { Answer::Ask } else { answer };
        if let Some(hub) = self.hub().and_then(|place| place.hub_among_others(facts)) {
            let (record, hub) = (self.snapshot.record(number), self.snapshot.head.hubs.get(usize::from(hub)));
            let (Some(record), Some((id, _))) = (record, hub) else { return Answer::Ask };
            let all = times.iter().map(|times| in_times_at(&record, id, *times, today));
            return or_ask(best(all).unwrap_or(Answer::Ask));
        }
        if look == Look::Quick {
            return quick;
        }
        let Some(row) = self.snapshot.row(number) else { return quick };
        let held = times.iter().any(|times| hours::open_in(row.timetable.as_ref(), &row.slots, *times, today));
        or_ask(if held { Answer::Yes } else { Answer::No })
    }

    fn open_now(&self, number: u32, facts: &Facts<'_>, look: Look) -> Answer {
        let Moment { now, calendar } = self.moment;
        let quick = open(facts, now, self.holiday);
        match self.snapshot.row(number).filter(|_| quick == Answer::Yes && look == Look::Close) {
            Some(row) => match hours::open_at(row.timetable.as_ref(), &row.slots, calendar, now) {
                Answer::No if facts.is(Facts::TIMES_UNKNOWN) => Answer::Ask,
                answer => answer,
            },
            None => quick,
        }
    }

    /// Returns the hub that is wished, when it is one.
    fn hub(&self) -> Option<&Place> {
        self.all.iter().find_map(|one| match &one.what {
            What::At(_, place) => place.as_ref().filter(|place| place.hub.is_some()),
            _ => None,
        })
    }
}

/// Returns the times that were wished: days and hours that were said apart belong together.
fn times(wishes: &[Wish]) -> Option<Condition> {
    let (mut all, mut hours, mut said) = (Vec::new(), Vec::new(), Vec::new());
    let mut whole_days = 0;
    for wish in wishes {
        let Means::When { days, from, to } = wish.means else { continue };
        let whole = from == 0 && to >= Times::DAY || from >= to;
        match (days, whole) {
            (0, true) => continue,
            (0, false) => hours.push((from, to)),
            (days, true) => whole_days |= days,
            (days, false) => all.push(Times { days, from, to }),
        }
        said.push(wish.said.as_str());
    }
    let days = if whole_days == 0 { Times::EVERY_DAY } else { whole_days };
    if whole_days != 0 && hours.is_empty() {
        hours.push((0, Times::DAY));
    }
    all.extend(hours.into_iter().map(|(from, to)| Times { days, from, to }));
    (!all.is_empty()).then(|| Condition { what: What::Times(all), said: said.join(" ") })
}

/// Returns whether a service is for somebody of an age, or, of ages more than a year apart, for a good part of them.
fn of_ages(facts: &Facts<'_>, from: u16, to: u16) -> Answer {
    match of_age(facts, from, to) {
        Answer::Ask if to > from.saturating_add(12) => {
            let known = facts.from_months().or(facts.before_months()).is_some();
            if known { Answer::Yes } else { Answer::Ask }
        }
        answer => answer,
    }
}

/// Returns whether a hub was wished and a service serves it only from elsewhere: a helpline is everywhere.
fn comes_from_elsewhere(what: &What, facts: &Facts<'_>) -> bool {
    matches!(what, What::At(_, Some(place)) if place.hub.is_some() && !place.holds(facts))
}

fn comes_to_nobody(facts: &Facts<'_>) -> bool {
    facts.delivery() != 0 && facts.delivery() & delivery_bit(Delivery::InPerson) == 0
}

/// Returns the answer that is enough: yes before ask before no.
fn best(all: impl Iterator<Item = Answer>) -> Option<Answer> {
    let rank = |answer: &Answer| match answer {
        Answer::Yes => 2,
        Answer::Ask => 1,
        Answer::No => 0,
    };
    all.max_by_key(rank)
}
