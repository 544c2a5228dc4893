//! The card of a service: what a parent asks next, in the order in which they ask it.

use super::catalogue::{Catalogue, hindrance, means_in_words};
use super::view::Card;
use crate::catalogue::hours::{self, Slot, Timetable};
use crate::catalogue::{Access, Answer, Hub, MeantFor, Phone, Place, Service, Status, languages};
use crate::search::Ask;
use crate::slip::EXAMPLE;
use crate::snapshot::Record;
use crate::text::{self, capital};

/// What stands in place of ages that nobody has given.
pub(super) const AGES_UNKNOWN: &str = "Ask: age limit not given";

impl Catalogue {
    /// Returns the card of a service; nothing when there is no such service.
    pub fn card(&self, id: &str) -> Option<Card> {
        let record = self.record(id)?;
        let listed = self.listed_by_id(&record.id)?;
        let service = &record.service;
        let mut alerts = Vec::new();
        if service.example {
            alerts.push(EXAMPLE.to_owned());
        }
        if let Some(hindrance) = hindrance(service.status, service.taking) {
            alerts.push(capital(hindrance));
        }
        match service.meant_for {
            Some(MeantFor::PeopleWhoUseAbuse) => {
                alerts.push("For people who use abuse. Never hand this to somebody who suffers it.".to_owned());
            }
            Some(MeantFor::PeopleWhoSufferAbuse) => alerts.push("For people who suffer abuse.".to_owned()),
            None => {}
        }
        let mut sections = vec![
            ("Who it is for".to_owned(), who(service)),
            ("How to get in".to_owned(), how(service)),
            ("When".to_owned(), self.times(&record, 3)),
            ("Where".to_owned(), self.places(service)),
            ("Cost".to_owned(), vec![capital(&listed.cost)]),
            ("Phone and web".to_owned(), contact(service)),
            ("Languages".to_owned(), spoken(service)),
            ("What to bring".to_owned(), service.required_documents.clone()),
            ("Good to know".to_owned(), good_to_know(service)),
        ];
        let mut sure = vec![capital(&listed.sure)];
        if let (Some(checked), false) = (&service.checked, record.kept) {
            let means = means_in_words(checked.how);
            sure = vec![format!("Checked on {} {means} by the {}", hours::date(checked.on), checked.by)];
        } else if !service.example && !record.kept {
            sure.push("Not checked by this hub.".to_owned());
        }
        if listed.stale {
            sure.push("Please ring first.".to_owned());
        }
        sections.push(("How sure".to_owned(), sure));
        sections.retain(|(_, lines)| !lines.is_empty());
        Some(Card {
            id: record.id.clone(),
            name: service.name.clone(),
            organisation: service.organisation.clone(),
            alerts,
            description: service.description.clone(),
            privacy: listed.privacy,
            sections,
            why: Vec::new(),
            sensitive: listed.sensitive,
            example: service.example,
        })
    }

    /// Returns the card of a service with what speaks for it in a search; nothing when there is no such service.
    pub fn card_for(&self, id: &str, ask: &Ask) -> Option<Card> {
        let mut card = self.card(id)?;
        if !ask.text.trim().is_empty() {
            card.why = self.why(&card.id, ask);
        }
        Some(card)
    }

    /// Returns when a service can be met: its sessions or hours in words, and the next few sessions.
    pub(super) fn times(&self, record: &Record, next: usize) -> Vec<String> {
        let service = &record.service;
        let now = self.clock().now();
        let mut lines: Vec<String> = service
            .sessions
            .iter()
            .map(|session| {
                let mut line = hours::session_in_words(session);
                if let Some(hub) = session.hub.as_ref().and_then(|id| self.head().hub(id)) {
                    line = format!("{line}, at {}", hub.name);
                }
                match &session.notes {
                    Some(notes) => format!("{line} ({})", notes.trim_end_matches('.')),
                    None => line,
                }
            })
            .collect();
        let slots: Vec<Slot> = service.sessions.iter().filter_map(Slot::of).collect();
        // What does not run has no next time, whatever its sessions say.
        let next = if service.status == Status::Active { next } else { 0 };
        let coming = hours::occurrences(&slots, self.calendar(), now, next);
        if !coming.is_empty() {
            let days: Vec<String> = coming
                .iter()
                .map(|o| {
                    let doubt = if o.sure { "" } else { " (ask first)" };
                    format!("{} {}{doubt}", o.from.format("%A %-d %B"), hours::time(o.from.time()))
                })
                .collect();
            lines.push(format!("Next: {}", days.join("; ")));
            if service.sessions.iter().any(|s| s.term_time) && self.calendar().in_term(now.date()).is_none() {
                lines.push("Term dates not known: ask before you go.".to_owned());
            }
        }
        if let Some(text) = &service.opening_hours {
            match Timetable::parse(text) {
                Ok(table) => lines.extend(table.in_words()),
                // Hours that differ by season are kept as they were written.
                Err(_) => lines.push(text.clone()),
            }
        }
        lines.extend(service.hours_note.clone());
        if lines.is_empty() {
            lines.push("Ask when.".to_owned());
        }
        lines
    }

    /// Returns where a service can be met, one line for each place and one for how to get through its door.
    pub(super) fn places(&self, service: &Service) -> Vec<String> {
        let mut lines = Vec::new();
        for place in &service.places {
            let hub = place.hub.as_ref().and_then(|id| self.head().hub(id));
            lines.push(address(place, hub, service));
            if !place.hidden {
                let (step_free, prams) = hub.map_or((place.step_free, place.prams), |hub| (hub.step_free, hub.prams));
                let say = |answer, yes: &str, no: &str, ask: &str| {
                    match answer {
                        Answer::Yes => yes,
                        Answer::No => no,
                        Answer::Ask => ask,
                    }
                    .to_owned()
                };
                lines.push(format!(
                    "  {}; {}",
                    say(step_free, "step-free", "steps at the door", "ask if it is step-free"),
                    say(prams, "prams welcome", "no room for prams", "ask about prams")
                ));
            }
        }
        if lines.is_empty() {
            lines.extend(service.service_area.iter().map(|area| format!("Serves {area}")));
        }
        if lines.is_empty() {
            lines.extend(ways(service));
        }
        lines
    }
}

/// Returns how a service reaches people, when it has no place.
fn ways(service: &Service) -> Option<String> {
    let words: Vec<&str> = service.delivery.iter().map(|way| way.in_words()).collect();
    (!words.is_empty()).then(|| capital(&hours::join_and(&words)))
}

/// Returns the address of a place on one line.
fn address(place: &Place, hub: Option<&Hub>, service: &Service) -> String {
    if place.hidden {
        let area = place.area.as_deref().unwrap_or("Safe place");
        return format!("{area} - the address is not given out; {}", how_to_ask(service));
    }
    let parts: Vec<&str> = match hub {
        Some(hub) => vec![&hub.name, &hub.address_1, &hub.city, &hub.postal_code],
        None => [&place.name, &place.address_1, &place.city, &place.area, &place.postal_code]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .collect(),
    };
    let parts: Vec<&str> = place.room.as_deref().into_iter().chain(parts).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Returns how to ask a service something, by the contact there is.
fn how_to_ask(service: &Service) -> &'static str {
    if !service.phones.is_empty() {
        "ring and ask"
    } else if service.text_number.is_some() {
        "text and ask"
    } else if service.email.is_some() {
        "write an email and ask"
    } else if service.url.is_some() {
        "ask through the website"
    } else {
        "ask a colleague"
    }
}

/// Returns who can use a service and who can't.
pub(super) fn who(service: &Service) -> Vec<String> {
    let mut lines: Vec<String> = service.eligibility.iter().cloned().collect();
    lines.push(ages(service.minimum_age, service.maximum_age));
    match service.young_people {
        Answer::Yes => lines.push("Young people can use it in their own right".to_owned()),
        Answer::No => lines.push("Not for young people on their own".to_owned()),
        Answer::Ask => {}
    }
    lines.extend(service.ineligibility.clone());
    lines
}

/// Returns an age range in words: "Ages 0 to 4", "From 6 months", "Ask about ages".
fn ages(minimum: Option<f64>, maximum: Option<f64>) -> String {
    match (minimum, maximum) {
        (None, None) => AGES_UNKNOWN.to_owned(),
        (Some(from), None) => format!("Age {} and over", age(from)),
        (None, Some(to)) => format!("Age {} and under", age(to)),
        (Some(0.0), Some(to)) => format!("From birth to age {}", age(to)),
        (Some(from), Some(to)) => format!("Ages {} to {}", age(from), age(to)),
    }
}

fn age(years: f64) -> String {
    if years > 0.0 && years < 2.0 && years.fract() != 0.0 {
        return format!("{} months", (years * 12.0).round());
    }
    format!("{years}")
}

/// Returns how to get in, in words.
pub(super) fn how(service: &Service) -> Vec<String> {
    let mut lines: Vec<String> = service
        .access
        .iter()
        .map(|way| {
            match way {
                Access::Open => "Open to all: no referral needed",
                Access::SelfReferral => "Ask for a place directly: no professional has to refer",
                Access::ProfessionalReferral => "A professional can refer, such as a GP, health visitor or school",
            }
            .to_owned()
        })
        .collect();
    if service.access == [Access::ProfessionalReferral] {
        lines = vec!["A professional has to refer: a GP, health visitor, school or family worker".to_owned()];
    }
    if lines.is_empty() && service.application_process.is_none() {
        lines.push("Ask how to get in".to_owned());
    }
    lines.extend(service.application_process.clone());
    lines.extend(service.waiting_time.iter().map(|wait| led_by("Wait", wait)));
    lines
}

/// Returns a number as a line: "01632 960123 (reception, free to call)".
pub(super) fn phone_line(phone: &Phone) -> String {
    let mut notes: Vec<String> = phone.description.iter().cloned().collect();
    if phone.freephone == Answer::Yes {
        notes.push("free to call".to_owned());
    }
    let extension = phone.extension.iter().map(|e| format!(" extension {e}")).collect::<String>();
    match notes.is_empty() {
        true => format!("{}{extension}", phone.number),
        false => format!("{}{extension} ({})", phone.number, notes.join(", ")),
    }
}

/// Returns a text behind the word that says what it is, unless it says so itself: "Text: 82111", "Text SHOUT to 85258", "No wait".
pub(super) fn led_by(lead: &str, text: &str) -> String {
    let word = text::fold(lead);
    let mut says = text::words(text).into_iter();
    if says.any(|own| own.starts_with(word.as_str())) { capital(text) } else { format!("{lead}: {text}") }
}

fn contact(service: &Service) -> Vec<String> {
    let mut lines: Vec<String> = service.phones.iter().map(phone_line).collect();
    lines.extend(service.text_number.iter().map(|text| led_by("Text", text)));
    lines.extend(service.email.clone());
    lines.extend(service.url.clone());
    lines.extend(service.other_contact.clone());
    lines
}

fn spoken(service: &Service) -> Vec<String> {
    let names: Vec<&str> = service.languages.iter().map(|code| languages::name(code)).collect();
    let mut lines = Vec::new();
    if !names.is_empty() {
        lines.push(hours::join_and(&names));
    }
    lines.extend(service.interpretation_services.clone());
    if lines.is_empty() {
        lines.push("Ask: languages not given".to_owned());
    }
    lines
}

fn good_to_know(service: &Service) -> Vec<String> {
    let mut lines = Vec::new();
    match service.safe_with_no_recourse {
        Answer::Yes => lines.push("Safe to use with no recourse to public funds".to_owned()),
        Answer::No => lines.push("Counts as public funds: get immigration advice first".to_owned()),
        Answer::Ask => {}
    }
    lines.extend(service.regulated.iter().map(|status| format!("Regulated: {status}")));
    lines.extend(service.discretion.clone());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_ages() {
        assert_eq!(ages(None, None), "Ask: age limit not given");
        assert_eq!(ages(Some(0.0), Some(4.0)), "From birth to age 4");
        assert_eq!(ages(Some(0.5), Some(2.0)), "Ages 6 months to 2");
        assert_eq!(ages(Some(16.0), None), "Age 16 and over");
    }

    #[test]
    fn a_text_that_says_what_it_is_is_led_by_nothing() {
        for (lead, text, shown) in [
            ("Text", "82111", "Text: 82111"),
            ("Text", "Text SHOUT to 85258", "Text SHOUT to 85258"),
            ("Text", "07418 341800 by SMS", "Text: 07418 341800 by SMS"),
            ("Wait", "about 6 weeks", "Wait: about 6 weeks"),
            ("Wait", "no wait", "No wait"),
            ("Wait", "Waiting list of three months", "Waiting list of three months"),
        ] {
            assert_eq!(led_by(lead, text), shown);
        }
    }

    #[test]
    fn a_hidden_place_gives_nothing_away() {
        let place = Place {
            hidden: true,
            area: Some("North of the county".into()),
            address_1: Some("1 Secret Street".into()),
            ..Place::default()
        };
        let mut service = Service::default();
        let line = address(&place, None, &service);
        assert_eq!(line, "North of the county - the address is not given out; ask a colleague");
        service.url = Some("https://safe.example/".into());
        assert!(address(&place, None, &service).ends_with("ask through the website"));
        service.email = Some("ask@safe.example".into());
        assert!(address(&place, None, &service).ends_with("write an email and ask"));
        service.text_number = Some("Text HELLO to 07700 900670".into());
        assert!(address(&place, None, &service).ends_with("text and ask"));
        service.phones = vec![Phone { number: "01632 960123".into(), ..Phone::default() }];
        assert!(address(&place, None, &service).ends_with("ring and ask"));
    }
}
