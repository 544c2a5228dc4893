//! The fields that people change most, in the order of a form.

use super::super::types::{Access, Delivery, Nation, Service};
use super::lines::{list, phones, phones_from, text_list};
use super::places::{places, places_from};
use super::sessions::{sessions, sessions_from};
use super::words::{
    age, age_from, answer, choice, day, day_from, in_file, languages, languages_from, one, word, words_of,
};
use strum::VariantArray;

/// How one field is shown, and read back.
pub(super) struct Known {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) show: fn(&Service) -> String,
    /// Returns the value as TOML, nothing when the field is empty, or what is wrong with it.
    pub(super) read: fn(&str, &Service) -> Result<Option<String>, String>,
}

const fn field(
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    show: fn(&Service) -> String,
    read: fn(&str, &Service) -> Result<Option<String>, String>,
) -> Known {
    Known { key, label, hint, show, read }
}

fn or_empty(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

const ANSWERS: &str = "yes, no or ask; empty is ask";

pub(super) const FIELDS: &[Known] = &[
    field("name", "Name", "the name as its provider uses it", |s| s.name.clone(), |t, _| Ok(one(t))),
    field("organisation", "Organisation", "who runs it", |s| or_empty(&s.organisation), |t, _| Ok(one(t))),
    field(
        "description",
        "Description",
        "what it does; the first sentence stands alone in lists and on slips",
        |s| s.description.clone(),
        |t, _| Ok(one(t)),
    ),
    field(
        "needs",
        "Needs",
        "ids of needs, the main one first, four at most",
        |s| s.needs.join(", "),
        |t, _| Ok(list(t)),
    ),
    field("words", "Words that families use", "one in a line", |s| s.words.join("\n"), |t, _| Ok(text_list(t))),
    field(
        "phones",
        "Phone numbers",
        "one in a line, the first one first: 01632 960123 ext 12, reception, free",
        |s| phones(&s.phones),
        |t, _| phones_from(t),
    ),
    field(
        "text_number",
        "Text",
        "what to text, and to where: SHOUT to 85258",
        |s| or_empty(&s.text_number),
        |t, _| Ok(one(t)),
    ),
    field("email", "Email", "one address", |s| or_empty(&s.email), |t, _| Ok(one(t))),
    field("url", "Website", "the whole address: https://...", |s| or_empty(&s.url), |t, _| Ok(one(t))),
    field(
        "other_contact",
        "Other contact",
        "web chat, forum, relay",
        |s| or_empty(&s.other_contact),
        |t, _| Ok(one(t)),
    ),
    field(
        "opening_hours",
        "Opening hours",
        "days and times: Mo-Fr 09:00-17:00; Sa 10:00-12:00; PH off",
        |s| or_empty(&s.opening_hours),
        |t, _| Ok(one(t)),
    ),
    field("hours_note", "Hours, in words", "what the hours leave open", |s| or_empty(&s.hours_note), |t, _| Ok(one(t))),
    field(
        "sessions",
        "Sessions",
        "one in a line: Tu, Th 10:00-11:30, term time, every 2 weeks, from 2026-09-01, until 2026-12-18, at hub-id: a note",
        |s| sessions(&s.sessions),
        |t, _| sessions_from(t),
    ),
    field(
        "places",
        "Places",
        "one in a line: hub: its-id; room: Garden room. Or name: ...; address: ...; town: ...; postcode: ...; step-free: yes; prams: yes",
        |s| places(&s.places),
        |t, s| places_from(t, &s.places),
    ),
    field("free", "Free", ANSWERS, |s| answer(s.free), |t, _| choice(t, &["yes", "no", "ask"])),
    field("cost", "Cost", "what it costs, in words", |s| or_empty(&s.cost), |t, _| Ok(one(t))),
    field("eligibility", "Who can use it", "in words", |s| or_empty(&s.eligibility), |t, _| Ok(one(t))),
    field("ineligibility", "Who can't", "in words", |s| or_empty(&s.ineligibility), |t, _| Ok(one(t))),
    field("minimum_age", "Youngest age", "years, or months: 4, 6 months", |s| age(s.minimum_age), |t, _| age_from(t)),
    field("maximum_age", "Oldest age", "years, or months: 4, 18 months", |s| age(s.maximum_age), |t, _| age_from(t)),
    field(
        "young_people",
        "Young people in their own right",
        ANSWERS,
        |s| answer(s.young_people),
        |t, _| choice(t, &["yes", "no", "ask"]),
    ),
    field(
        "access",
        "Ways in",
        "open, self-referral, professional-referral; with commas between",
        |s| words_of(&s.access),
        |t, _| word::<Access>(t, Access::VARIANTS),
    ),
    field("application_process", "How to get in", "in words", |s| or_empty(&s.application_process), |t, _| Ok(one(t))),
    field(
        "languages",
        "Languages",
        "names or ISO 639 codes, with commas between: English, ur",
        |s| languages(&s.languages),
        |t, _| languages_from(t),
    ),
    field(
        "interpretation_services",
        "Interpreting",
        "in words",
        |s| or_empty(&s.interpretation_services),
        |t, _| Ok(one(t)),
    ),
    field(
        "required_documents",
        "What to bring",
        "one thing in a line",
        |s| s.required_documents.join("\n"),
        |t, _| Ok(text_list(t)),
    ),
    field("waiting_time", "Waiting time", "in words", |s| or_empty(&s.waiting_time), |t, _| Ok(one(t))),
    field(
        "taking",
        "Takes people on",
        "now, waiting list or full; empty is not known",
        |s| s.taking.as_ref().map(in_file).unwrap_or_default(),
        |t, _| choice(t, &["now", "waiting list", "full"]),
    ),
    field(
        "delivery",
        "How it reaches people",
        "in-person, phone, online, home-visit; with commas between",
        |s| words_of(&s.delivery),
        |t, _| word::<Delivery>(t, Delivery::VARIANTS),
    ),
    field("service_area", "Area", "the area it serves, in words", |s| or_empty(&s.service_area), |t, _| Ok(one(t))),
    field(
        "nations",
        "Nations",
        "England, Wales, Scotland, Northern Ireland; with commas between",
        |s| words_of(&s.nations),
        |t, _| word::<Nation>(t, Nation::VARIANTS),
    ),
    field(
        "safe_with_no_recourse",
        "Safe with no recourse to public funds",
        ANSWERS,
        |s| answer(s.safe_with_no_recourse),
        |t, _| choice(t, &["yes", "no", "ask"]),
    ),
    field(
        "status",
        "Status",
        "active, inactive, defunct or temporarily closed",
        |s| in_file(&s.status),
        |t, _| choice(t, &["active", "inactive", "defunct", "temporarily closed"]),
    ),
    field("closes_on", "Closes on", "the first day without it: 2026-11-30", |s| day(s.closes_on), |t, _| day_from(t)),
    field(
        "instead",
        "Instead",
        "id of the service that families go to then",
        |s| or_empty(&s.instead),
        |t, _| Ok(one(t)),
    ),
];
