//! Counts of rollups beside counts made one row at a time, by the definitions.

use super::*;
use crate::record::{Ages, Asker, Channel, Enquiry, Kind, Language, Met, Outcome, Plain, Reason, Reply};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An enquiry with its day, hour and ethnic group.
#[derive(Debug, Clone)]
struct Said {
    day: NaiveDate,
    hour: u8,
    enquiry: Enquiry,
    ethnicity: &'static str,
}

fn groups() -> Groups {
    // "housing" and "debt" are of one group; "play" has no area; "gone" is not in the catalogue any more.
    let need = |need: &str, group: &str, area: Option<&str>| (need.into(), group.into(), area.map(str::to_owned));
    Groups::new([
        need("housing", "money", Some("Money, benefits and housing")),
        need("debt", "money", Some("Debt and welfare advice")),
        need("play", "early-years", None),
    ])
}

/// Returns what an enquiry has of a dimension that is not about one of its needs.
fn has(said: &Said, dimension: Dimension) -> BTreeSet<String> {
    let enquiry = &said.enquiry;
    let one = |word: &str| BTreeSet::from([word.to_owned()]);
    let needs = || enquiry.needs.iter().map(|met| met.need.as_str());
    let group = |need: &str| match need {
        "housing" | "debt" => Some("money"),
        "play" => Some("early-years"),
        _ => None,
    };
    let area = |need: &str| match need {
        "housing" => Some("Money, benefits and housing"),
        "debt" => Some("Debt and welfare advice"),
        _ => None,
    };
    match dimension {
        Dimension::Kind => one(enquiry.kind.id()),
        Dimension::Need => needs().map(str::to_owned).collect(),
        Dimension::Group => needs().filter_map(group).map(str::to_owned).collect(),
        Dimension::DfeArea => needs().filter_map(area).map(str::to_owned).collect(),
        Dimension::Channel => one(enquiry.channel.id()),
        Dimension::Asker => one(enquiry.asker.id()),
        Dimension::Ages if enquiry.ages.is_empty() => one(NOT_ASKED),
        Dimension::Ages => enquiry.ages.iter().map(|ages| ages.id().to_owned()).collect(),
        Dimension::Send => one(enquiry.send.id()),
        Dimension::Language => one(enquiry.language.id()),
        Dimension::Interpreter => one(enquiry.interpreter.id()),
        Dimension::BeenBefore => one(enquiry.been_before.id()),
        Dimension::Offered => {
            let unmet = [Outcome::NothingToOffer, Outcome::Declined];
            one(if enquiry.needs.iter().all(|met| unmet.contains(&met.outcome)) { "no" } else { "yes" })
        }
        Dimension::Service => enquiry.services.clone(),
        Dimension::Ethnicity => one(said.ethnicity),
        Dimension::Outcome | Dimension::Reason => unreachable!("of a need"),
    }
}

/// Counts one by one what a key asks for.
fn naive(all: &[Said], key: &Key) -> u64 {
    let kinds = key.what.value(Dimension::Kind).is_some();
    let here = all.iter().filter(|said| {
        key.span.has(said.day) && key.area.contains(&said.enquiry.hub) && (kinds || said.enquiry.kind == Kind::Enquiry)
    });
    here.map(|said| {
        if key.what.unit() == Unit::Enquiries {
            return u64::from(key.what.values().iter().all(|(dimension, value)| has(said, *dimension).contains(value)));
        }
        let of_need = |met: &&Met| {
            // What is about needs is about this one.
            let alone =
                Said { enquiry: Enquiry { needs: vec![(*met).clone()], ..said.enquiry.clone() }, ..said.clone() };
            key.what.values().iter().all(|(dimension, value)| match dimension {
                Dimension::Outcome => met.outcome.id() == value,
                Dimension::Reason => met.reason.is_some_and(|reason| reason.id() == value),
                Dimension::Need | Dimension::Group | Dimension::DfeArea => has(&alone, *dimension).contains(value),
                _ => has(said, *dimension).contains(value),
            })
        };
        said.enquiry.needs.iter().filter(of_need).count() as u64
    })
    .sum()
}

fn counted(all: &[Said], wants: &Wants) -> Cube {
    let groups = groups();
    let pieces: Vec<Span> = wants.pieces().into_iter().collect();
    let rollups: Vec<Rollup> = pieces
        .iter()
        .map(|piece| {
            let mut counter = Counter::new(&groups, 1);
            for said in all.iter().filter(|said| piece.has(said.day)) {
                with_words(said, |row| counter.add(0, row));
            }
            counter.finish().remove(0)
        })
        .collect();
    Cube::new(wants, pieces.iter().copied().zip(&rollups)).unwrap()
}

/// Hands out a row in the words of the store.
fn with_words(said: &Said, f: impl FnOnce(&Plain)) {
    let joined = |words: Vec<String>| words.join(" ");
    let enquiry = &said.enquiry;
    let met = |met: &Met| match met.reason {
        Some(reason) => format!("{}={}:{}", met.need, met.outcome.id(), reason.id()),
        None => format!("{}={}", met.need, met.outcome.id()),
    };
    f(&Plain {
        hub: &enquiry.hub,
        day: &said.day.to_string(),
        hour: said.hour,
        kind: enquiry.kind.id(),
        channel: enquiry.channel.id(),
        asker: enquiry.asker.id(),
        needs: &joined(enquiry.needs.iter().map(met).collect()),
        services: &joined(enquiry.services.iter().cloned().collect()),
        ages: &joined(enquiry.ages.iter().map(|ages| ages.id().to_owned()).collect()),
        send: enquiry.send.id(),
        language: enquiry.language.id(),
        interpreter: enquiry.interpreter.id(),
        been_before: enquiry.been_before.id(),
        ethnicity: said.ethnicity,
    });
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(first: &str, last: &str) -> Span {
    Span { first: day(first), last: day(last) }
}

prop_compose! {
    fn met()(need in prop::sample::select(vec!["housing", "debt", "play", "gone"]), outcome in prop::sample::select(Outcome::ALL), reason in prop::sample::select(Reason::ALL)) -> Met {
        if outcome == Outcome::NothingToOffer { Met::nothing(need, reason) } else { Met::new(need, outcome) }
    }
}

prop_compose! {
    fn said()(
        day in 0u64..75,
        hour in 0u8..24,
        hub in prop::sample::select(vec!["riverside", "hilltop", "orchard"]),
        chat in prop::bool::weighted(0.2),
        needs in prop::collection::vec(met(), 1..4),
        services in prop::collection::btree_set(prop::sample::select(vec!["food-bank", "mediation", "library"]), 0..3),
        ages in prop::collection::btree_set(prop::sample::select(Ages::ALL), 0..3),
        channel in prop::sample::select(Channel::ALL),
        asker in prop::sample::select(Asker::ALL),
        replies in prop::array::uniform3(prop::sample::select(Reply::ALL)),
        language in prop::sample::select(vec!["not-asked", "en", "pl", "rom"]),
        ethnicity in prop::sample::select(vec!["not-asked", "white-british", "any-other"]),
    ) -> Said {
        let mut enquiry = if chat { Enquiry::quick_chat(hub) } else { Enquiry::new(hub) };
        if !chat {
            enquiry.needs = needs;
            enquiry.needs.sort();
            enquiry.needs.dedup_by(|a, b| a.need == b.need);
            enquiry.services = services.into_iter().map(str::to_owned).collect();
        }
        (enquiry.channel, enquiry.asker, enquiry.ages) = (channel, asker, ages);
        [enquiry.send, enquiry.interpreter, enquiry.been_before] = replies;
        enquiry.language = language.parse::<Language>().unwrap();
        let day = super::tests::day("2026-09-01") + chrono::Days::new(day);
        Said { day, hour, enquiry, ethnicity }
    }
}

/// Returns every question of two dimensions at most about values that occur, and one about a value that doesn't.
fn questions(all: &[Said]) -> Vec<What> {
    let values = |dimension: Dimension| -> BTreeSet<String> {
        let mut values: BTreeSet<String> = match dimension {
            Dimension::Outcome => {
                all.iter().flat_map(|said| &said.enquiry.needs).map(|met| met.outcome.id().to_owned()).collect()
            }
            Dimension::Reason => all
                .iter()
                .flat_map(|said| &said.enquiry.needs)
                .filter_map(|met| Some(met.reason?.id().to_owned()))
                .collect(),
            _ => all.iter().flat_map(|said| has(said, dimension)).collect(),
        };
        values.insert("nothing-such".to_owned());
        values
    };
    let values: Vec<_> = Dimension::all().iter().map(|dimension| (*dimension, values(*dimension))).collect();
    let mut all = vec![What::all()];
    for (at, (one, own)) in values.iter().enumerate() {
        for value in own {
            all.push(What::of(*one, value));
            for (other, others) in &values[at + 1..] {
                all.extend(others.iter().map(|other_value| What::of(*one, value).and(*other, other_value)));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn every_question_of_two_dimensions_has_the_count_of_one_by_one(all in prop::collection::vec(said(), 0..25)) {
        let area = |hubs: &[&str]| hubs.iter().map(|hub| (*hub).to_owned()).collect::<Area>();
        let whole = span("2026-09-01", "2026-10-31");
        let places = [
            (area(&["riverside", "hilltop", "orchard", "elsewhere"]), whole),
            (area(&["orchard"]), span("2026-10-01", "2026-10-31")),
            // A term that begins and ends inside months.
            (area(&["riverside", "orchard"]), span("2026-09-03", "2026-11-12")),
        ];
        let whats = questions(&all);
        let keys: Vec<Key> = places
            .iter()
            .flat_map(|(area, span)| whats.iter().map(|what| Key { what: what.clone(), area: area.clone(), span: *span }))
            .collect();
        let cube = counted(&all, &Wants::of(&keys));
        for key in &keys {
            prop_assert_eq!(cube.count(key), naive(&all, key), "{:?}", key);
        }
        // All counts of a part together are the same as each asked for alone.
        for (area, span) in &places {
            for (one, other) in [(Dimension::Need, Dimension::Channel), (Dimension::Group, Dimension::Outcome), (Dimension::Kind, Dimension::Language)] {
                for part in [Part::All, Part::One(one), Part::two(other, one)] {
                    let listed = cube.counts(part, area, *span);
                    let what = |values: &[&str]| part.dimensions().zip(values).fold(What::all(), |what, (d, v)| what.and(d, *v));
                    for (values, count) in &listed {
                        prop_assert_eq!(*count, naive(&all, &Key { what: what(values), area: area.clone(), span: *span }));
                    }
                    let asked = whats.iter().filter(|what| Part::of(what) == Some(part));
                    let some = asked.filter(|what| naive(&all, &Key { what: (*what).clone(), area: area.clone(), span: *span }) > 0);
                    prop_assert_eq!(listed.len(), some.count());
                }
            }
        }
    }
}

#[test]
fn more_values_than_the_field_has_are_counted_all_the_same() {
    let needs = (0..300).map(|n| Met::new(format!("need-{n}"), Outcome::Signposted));
    let all: Vec<Said> = needs
        .map(|met| {
            let mut enquiry = Enquiry::new("riverside");
            enquiry.services = [format!("service-{}", met.need)].into();
            enquiry.needs = vec![met];
            Said { day: day("2026-10-05"), hour: 9, enquiry, ethnicity: NOT_ASKED }
        })
        .collect();
    let october = span("2026-10-01", "2026-10-31");
    let area = Area::from(["riverside".to_owned()]);
    let wants = Wants {
        spans: [october].into(),
        parts: [Part::two(Dimension::Need, Dimension::Service), Part::two(Dimension::Need, Dimension::Outcome)].into(),
        hours: true,
    };
    let cube = counted(&all, &wants);
    for part in wants.parts {
        let listed = cube.counts(part, &area, october);
        assert_eq!((listed.len(), listed.iter().map(|(_, count)| count).sum::<u64>()), (300, 300));
    }
    let hours = cube.hours(&area, october);
    assert_eq!((hours[0][9], hours.iter().flatten().sum::<u64>()), (300, 300), "the fifth was a Monday");
}

#[test]
fn other_groups_have_another_fingerprint() {
    let need = |group: &str, area: Option<&str>| Groups::new([("debt".into(), group.into(), area.map(str::to_owned))]);
    let prints = [need("money", None), need("money", Some("Debt")), need("home", None), Groups::default()];
    let different: BTreeSet<_> = prints.iter().map(Groups::fingerprint).collect();
    assert_eq!(different.len(), prints.len());
    assert_eq!(need("money", None).fingerprint(), prints[0].fingerprint());
}
