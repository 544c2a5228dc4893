//! The starter's facets held to what people type.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A Sunday.
const TODAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 22);

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let facets: Facets = toml::from_str(include_str!("../../services_catalog/facets.toml")).unwrap();
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
    };
    let hubs =
        [("riverside", "Riverside Family Hub"), ("mill-lane", "Mill Lane Library"), ("orchard", "Orchard Family Hub")];
    let localities = [("east-village", "East village")];
    Reader::new(Some(&facets), &pairs(&hubs), &pairs(&localities)).at_hub(Some("riverside"))
});

fn read(query: &str) -> Vec<Wish> {
    READER.read(query, TODAY.unwrap(), &[])
}

fn labels(query: &str) -> Vec<String> {
    read(query).into_iter().map(|wish| wish.label).collect()
}

/// Returns what the only wish of a query means.
fn means(query: &str) -> Means {
    let mut wishes = read(query);
    assert_eq!(wishes.len(), 1, "{query}: {wishes:?}");
    wishes.remove(0).means
}

#[test]
fn ages_are_months_with_both_ends() {
    for (query, from, to) in [
        ("2 year old", 24, 35),
        ("2yo", 24, 35),
        ("my 3 yo", 36, 47),
        ("2yr old", 24, 35),
        ("two year olds", 24, 35),
        ("2.5 year old", 30, 41),
        ("for 2 years boy", 24, 35),
        ("18 months", 18, 18),
        ("6 mths", 6, 6),
        ("10 week old", 2, 2),
        ("under 5s", 0, 59),
        ("under 5's", 0, 59),
        ("under 6 months", 0, 5),
        ("up to age 8", 0, 107),
        ("year 9", 156, 179),
        ("yr 9", 156, 179),
        ("y9", 156, 179),
        ("p4", 90, 113),
        ("s2", 150, 173),
        ("16+", 192, 1440),
        ("16 plus", 192, 1440),
        ("over 60s", 720, 1440),
        ("age 13", 156, 167),
        ("aged six", 72, 83),
        ("she is 15", 180, 191),
        ("5 to 11", 60, 143),
        ("ages 5-11", 60, 143),
        ("11 - 16s", 132, 203),
        ("nearly three", 33, 44),
        ("newborn", 0, 11),
        ("baby", 0, 11),
        ("toddlers", 12, 47),
        ("teen", 156, 239),
        ("son 8", 96, 107),
        ("bairn 3", 36, 47),
    ] {
        assert_eq!(means(query), Means::Age { from, to }, "{query}");
    }
}

#[test]
fn days_and_times_that_stand_together_are_one() {
    let when = |days, from, to| Means::When { days, from, to };
    const DAY: u16 = 1440;
    for (query, expected) in [
        ("saturday", when(1 << 5, 0, DAY)),
        ("stay and play sat ", when(1 << 5, 0, DAY)),
        ("wensday", when(1 << 2, 0, DAY)),
        ("tomorrow", when(1, 0, DAY)),
        ("today", when(1 << 6, 0, DAY)),
        ("this weekend", when(3 << 5, 0, DAY)),
        ("evening", when(0, 1020, 1320)),
        ("efter school", when(0, 900, 1110)),
        ("tonight", when(1 << 6, 1020, DAY)),
        ("saturday mornings", when(1 << 5, 360, 720)),
        ("tuesday or thursday", when(0b1010, 0, DAY)),
        ("saturday, sunday or monday afternoon", when(0b110_0001, 720, 1020)),
        ("monday to friday", when(0b1_1111, 0, DAY)),
    ] {
        assert_eq!(means(query), expected, "{query}");
    }
    assert_eq!(labels("tuesday or thursday evening"), ["Tuesday or Thursday evening"]);
    assert_eq!(labels("tomorrow (pm) or saturday"), ["tomorrow (Monday)", "Saturday"]);
    assert_eq!(labels("evenings or mornings"), ["evening", "morning"]);
}

#[test]
fn places_are_hubs_localities_and_first_halves_of_postcodes() {
    let hub = |id: &str| Means::At(Area::Hub(id.to_owned()));
    let near = |outcode: &str| Means::Near(From::Outcode(outcode.to_owned()));
    for (query, expected) in [
        ("at riverside", hub("riverside")),
        ("at the orchard family hub", hub("orchard")),
        ("mill lane baby group".split_at(9).0, hub("mill-lane")),
        ("near mill lane", Means::Near(From::Hub("mill-lane".to_owned()))),
        ("near me", Means::Near(From::Hub("riverside".to_owned()))),
        ("near east village", Means::At(Area::Locality("east-village".to_owned()))),
        ("near hp20", near("HP20")),
        ("near HP20 0VC", near("HP20")),
        ("hp200vc", near("HP20")),
        ("live in s2", near("S2")),
        ("near bt9", near("BT9")),
    ] {
        assert_eq!(means(query), expected, "{query}");
    }
    for none in ["near the seafront", "near train station", "wd40", "riverside", "co2 alarm", "near", "at the orc"] {
        assert_eq!(labels(none), [""; 0], "{none}");
    }
    // Nothing of a postcode but its first half is in what a wish means or shows.
    assert_eq!(labels("near hp20 0vc"), ["near HP20"]);
    let without_hub = Reader::default();
    assert!(without_hub.read("near me", TODAY.unwrap(), &[]).is_empty());
}

#[test]
fn other_kinds_are_read() {
    for (query, expected) in [
        ("in urdu", Means::Language("ur".into())),
        ("polish speaking", Means::Language("pl".into())),
        ("speak polski", Means::Language("pl".into())),
        ("speaks arabic", Means::Language("ar".into())),
        ("bsl", Means::Language("bfi".into())),
        ("welsh medium", Means::Language("cy".into())),
        ("free", Means::Free),
        ("nae cost", Means::Free),
        ("online", Means::Delivery(Delivery::Online)),
        ("over the phone", Means::Delivery(Delivery::Phone)),
        ("home visit", Means::Delivery(Delivery::HomeVisit)),
        ("half term", Means::Holidays),
        ("summer hols", Means::Holidays),
        ("open now", Means::OpenNow),
        ("wheelchair", Means::StepFree),
        ("step free", Means::StepFree),
    ] {
        assert_eq!(means(query), expected, "{query}");
    }
    let Means::Group(dads) = means("male carers") else { panic!("no group") };
    let groups: Vec<&Facet> = READER.facets.iter().filter(|f| f.group).collect();
    assert_eq!(groups[usize::from(dads)].id, "dads");
}

#[test]
fn what_means_something_else_is_no_wish() {
    for none in [
        "free school meals",
        "free scool meels",
        "free nursery",
        "30 hours free",
        "free from gluten",
        "wheelchair services referral",
        "english class",
        "english for beginners",
        "polish off",
        "saturday job",
        "sunday school",
        "online safety",
        "online bullying",
        "man online wants nudes",
        "he met a girl online",
        "dad hits me",
        "16 week scan",
        "26 weeks pregnant",
        "2 year check",
        "2 year old funding",
        "year 7 place",
        "school age",
        "30 hours",
        "section 21",
        "universal credit 47",
        "2 bed house",
        "12 week programme",
        "3 kids",
        "owe four months council tax",
        "lost the baby at 22 weeks",
        "drop in 10 to 12",
        "9 to 5",
        "open 10:30",
        "24/7",
        "\u{a3}16 a week",
        "p45",
        "key stage 2",
        "morning after pill",
        "mourning",
        "muslin squares",
        "satnav",
        "not online",
        "no evenings",
        "cant do saturdays",
        "isnt free",
        "bailiffs coming to my house",
        "year 99",
        "p9",
        "aged 999",
        "",
        " - + ",
    ] {
        assert_eq!(labels(none), [""; 0], "{none}");
    }
}

#[test]
fn several_of_a_kind_are_several_wishes() {
    assert_eq!(labels("2 and 4 year old"), ["age 2", "age 4"]);
    assert_eq!(labels("2, 3 and 5 year olds"), ["age 2", "age 3", "age 5"]);
    assert_eq!(labels("kids aged 2 and 4"), ["age 2", "age 4"]);
    assert_eq!(
        labels("place for 3 in year 2 5 and 9"),
        ["year 2 (age 6 to 7)", "year 5 (age 9 to 10)", "year 9 (age 13 to 14)"]
    );
    assert_eq!(labels("age 2 30 hours"), ["age 2"]);
    assert_eq!(labels("baby group for my baby"), ["baby"]);
}

#[test]
fn a_wish_knows_its_words() {
    let wishes = read("Free POLISH-speaking group for dads, Saturday morning");
    let said: Vec<(&str, Range<usize>, bool)> =
        wishes.iter().map(|w| (w.said.as_str(), w.words.clone(), w.telling)).collect();
    let expected = [
        ("free", 0..1, false),
        ("polish speaking", 1..3, false),
        ("dads", 5..6, true),
        ("saturday morning", 6..8, false),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_was_taken_off_stays_off() {
    let without = |query: &str, said: &str| -> Vec<String> {
        let wishes = READER.read(query, TODAY.unwrap(), &[said.to_owned()]);
        wishes.into_iter().map(|wish| wish.label).collect()
    };
    assert_eq!(without("dads group saturday", "saturday"), ["dads"]);
    assert_eq!(without("dads group saturday morning", "saturday morning"), ["dads"]);
    // Part of it was taken off before the rest was typed.
    assert_eq!(without("dads group saturday morning", "saturday"), ["dads", "morning"]);
    // Nothing shorter is read out of the same words.
    assert_eq!(without("teenage mum", "teenage mum"), [""; 0]);
    assert_eq!(without("under 6 months", "under 6 months"), [""; 0]);
}

#[test]
fn slips_are_forgiven_in_long_words_and_half_typed_ones_wait() {
    assert_eq!(labels("saterday club"), ["Saturday"]);
    assert_eq!(labels("tottering and weelchair "), ["step-free"]);
    assert_eq!(labels("dads saturd"), ["dads", "Saturday"]);
    assert_eq!(labels("stay and play wheelch"), ["step-free"]);
    for none in
        ["mon", "stay and play sat", "sun", "fre", "poli", "even", "morn", "muslin", "trench", "femail", "refuge"]
    {
        assert_eq!(labels(none), [""; 0], "{none}");
    }
}

/// What is typed letter by letter, and the chips that come and go again on the way.
const TYPED: &[(&str, &[&str])] = &[
    ("dads group saturday", &[]),
    ("parenting course in urdu", &[]),
    ("online help for couples who argue", &[]),
    ("mediation by video", &[]),
    ("contact centre open sundays", &[]),
    ("punjabi speaking bereavement counsellor", &[]),
    ("group for women with creche", &[]),
    ("antenatal class weekend dads welcome", &[]),
    ("bengali story time under 3", &[]),
    ("free sensory under 1 thursday afternoon", &["Thursday"]),
    ("women only swimming", &[]),
    ("counselling 11 year old after school free", &[]),
    ("stop smoking home visit", &[]),
    ("sexual health under 18 saturday", &["age under 1"]),
    ("wheelchair holiday club", &[]),
    ("help in arabic", &[]),
    ("boys boxing age 10 free", &["age 1"]),
    ("bsl interpreter for pip form", &[]),
    ("free family law evening drop in", &[]),
    ("english class with creche", &[]),
    ("lunch club half term free", &[]),
    ("free school meals", &["free"]),
    ("free nursery place", &["free"]),
    ("30 hours free childcare", &[]),
    ("saturday job", &["Saturday"]),
    ("sunday school", &["Sunday"]),
    ("money worries", &[]),
    ("sunny day out", &[]),
    ("wedding help", &[]),
    ("satnav", &[]),
    ("friends of the family", &[]),
    ("thumping headache", &[]),
    ("monthly payments", &[]),
    ("teenage mum group", &["teenager"]),
    ("teenager wont go to school", &[]),
    ("baby weighing clinic", &[]),
    ("baby bank", &["baby"]),
    ("babysitter for evenings", &["baby"]),
    ("toddler group tuesday", &[]),
    ("young mums group", &[]),
    ("year 9 boy", &[]),
    ("year 10 exclusion", &["year 1 (age 5 to 6)"]),
    ("age 13 girl", &["age 1"]),
    ("2 year old not talking", &[]),
    ("12 year old in trouble", &[]),
    ("nearly three and no words", &[]),
    ("under 5s stay and play", &[]),
    ("16+ housing help", &[]),
    ("food bank near hp20", &["near HP2"]),
    ("near mill lane library", &[]),
    ("at riverside", &[]),
    ("online bullying", &["online"]),
    ("online safety talk", &["online"]),
    ("man online wants nudes", &[]),
    ("polish speaking counsellor", &[]),
    ("polish off the bottle", &["Polish"]),
    ("police at the door", &[]),
    ("morning after pill", &["morning"]),
    ("mourning my mum", &[]),
    ("evening primrose oil", &["evening"]),
    ("tomorrow morning", &["tomorrow (Monday)"]),
    ("tuesday or thursday", &["Tuesday"]),
    ("step free playgroup", &[]),
    ("freezer broke", &["free"]),
    ("freedom programme", &["free"]),
    ("weekly budget", &[]),
    ("welsh language playgroup", &[]),
    ("section 21 notice", &[]),
    ("wheelchair services referral", &["step-free"]),
    ("girls only youth club", &[]),
    ("grandparents raising kids", &[]),
    ("refuge for women", &[]),
    ("summer holidays activities", &[]),
    ("phone contract debt", &[]),
    ("over the phone advice", &[]),
    ("deaf parents group", &[]),
];

#[test]
fn chips_come_once_and_stay_while_somebody_types() {
    let mut wrong = Vec::new();
    for (query, gone) in TYPED {
        let mut before: Vec<String> = Vec::new();
        let mut went: Vec<String> = Vec::new();
        let mut came: Vec<String> = Vec::new();
        for end in (1..=query.len()).filter(|end| query.is_char_boundary(*end)) {
            let now = labels(&query[..end]);
            went.extend(before.iter().filter(|label| !now.contains(label)).cloned());
            came.extend(now.iter().filter(|label| !before.contains(label)).cloned());
            before = now;
        }
        let again = came.iter().enumerate().find(|(at, label)| came[..*at].contains(label));
        if went != *gone || again.is_some() {
            wrong.push(format!("(\"{query}\", &{went:?}), {}", again.map_or("", |(_, label)| label)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(TYPED.len() >= 60);
}

#[test]
fn without_facets_nothing_is_read() {
    let reader = Reader::new(None, &[], &[]);
    assert!(reader.read("dads saturday near hp20", TODAY.unwrap(), &[]).is_empty());
}

proptest! {
    #[test]
    fn wishes_lie_inside_and_never_overlap(
        any in "\\PC{0,60}",
        picked in proptest::collection::vec(prop::sample::select(vec![
            "2", "13", "999", "two", "year", "old", "months", "under", "5s", "16+", "saturday", "sat", "morning", "or", "and",
            "near", "hp20", "0vc", "mill", "lane", "in", "polish", "urdu", "free", "school", "online", "not", "dads", "baby",
            "half", "term", "-", "2.5", "\u{a3}5", "y9", "wheelcha", "to", "the", "at", "riverside", "family", "hub",
        ]), 0..14),
    ) {
        for query in [any, picked.join(" ")] {
            let words = crate::text::words(&query);
            let wishes = read(&query);
            for (at, wish) in wishes.iter().enumerate() {
                prop_assert!(wish.words.start < wish.words.end && wish.words.end <= words.len(), "{query}: {wish:?}");
                prop_assert_eq!(&wish.said, &words[wish.words.clone()].join(" "));
                prop_assert!(!wish.label.is_empty() && !wish.label.contains(['#', '@']), "{query}: {wish:?}");
                if let Some(before) = at.checked_sub(1) {
                    prop_assert!(wishes[before].words.end <= wish.words.start, "{query}: {wishes:?}");
                }
                // Taken off, it is gone, and its words are ordinary again.
                let left = READER.read(&query, TODAY.unwrap(), std::slice::from_ref(&wish.said));
                prop_assert!(left.iter().all(|other| other.said != wish.said), "{query}: {left:?}");
            }
        }
    }
}
