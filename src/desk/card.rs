//! The card of a service: what a parent asks next, in the order in which they ask it.

use super::catalogue::Catalogue;
use super::pending::Awaiting;
use super::slips::address;
use super::speak::Speak;
use super::view::Card;
use crate::catalogue::{Access, Answer, Fixed, Hub, MeantFor, Phone, Place, Service, Wording, hours, languages};
use crate::search::Ask;
use crate::slip::{EXAMPLE, Said};
use crate::text::{self, capital};

/// What stands beside a number, for a family may be harmed by a wrong one.
const REPORTED_WRONG: &str = "REPORTED WRONG, check it before you give it out";
/// What stands in place of ages that nobody has given.
const AGES_UNKNOWN: &str = "Ask: age limit not given";

impl Catalogue {
    /// Returns the card of a service; nothing when there is no such service.
    pub fn card(&self, id: &str) -> Option<Card> {
        let record = self.record(id)?;
        let listed = self.listed_by_id(&record.id)?;
        let service = &record.service;
        let awaiting = self.awaiting(&record.id);
        let mut alerts = Vec::new();
        if service.example {
            alerts.push(EXAMPLE.to_owned());
        }
        if let Some(hindrance) = self.hindrance_of(&record, self.clock().today()) {
            alerts.push(capital(&hindrance));
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
            ("When".to_owned(), self.when_in_english(service)),
            ("Where".to_owned(), self.places(service)),
            ("Cost".to_owned(), vec![capital(&listed.cost)]),
            ("Phone and web".to_owned(), contact(service, awaiting.as_ref().is_some_and(Awaiting::wrong_phone))),
            ("Languages".to_owned(), spoken(service)),
            ("What to bring".to_owned(), service.required_documents.clone()),
            ("Good to know".to_owned(), good_to_know(service)),
        ];
        let mut sure = vec![capital(&listed.sure)];
        if let (Some(checked), false) = (&service.checked, record.kept) {
            let means = checked.how.in_words();
            sure = vec![format!("Checked on {} {means} by the {}", hours::date(checked.on), checked.by)];
        } else if !service.example && !record.kept {
            sure.push("Not checked by this hub.".to_owned());
        }
        if listed.stale {
            sure.push("Please ring first.".to_owned());
        }
        sections.push(("How sure".to_owned(), sure));
        sections.retain(|(_, lines)| !lines.is_empty());
        let mut card = Card {
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
        };
        if let Some(awaiting) = awaiting {
            self.alert(&mut card, &awaiting, self.clock().today());
        }
        Some(card)
    }

    /// Returns the card of a service with what speaks for it in a search; nothing when there is no such service.
    pub fn card_for(&self, id: &str, ask: &Ask) -> Option<Card> {
        let mut card = self.card(id)?;
        if !ask.text.trim().is_empty() {
            card.why = self.why(&card.id, ask);
        }
        Some(card)
    }

    /// Returns when a service can be met, the next few sessions on one line.
    fn when_in_english(&self, service: &Service) -> Vec<String> {
        let times = self.times(service, 3, Speak::ENGLISH);
        let english = |said: Vec<Said>| said.into_iter().map(|said| said.english).collect::<Vec<String>>();
        let mut lines = english(times.sessions);
        let next = english(times.next);
        if !next.is_empty() {
            lines.push(format!("{}: {}", Fixed::Next.english(), next.join("; ")));
        }
        lines.extend(english(times.doubt.into_iter().chain(times.hours).collect()));
        lines.extend(service.hours_note.clone());
        if lines.is_empty() {
            lines.push(Fixed::AskWhen.english().to_owned());
        }
        lines
    }

    /// Returns where a service can be met, one line for each place and one for how to get through its door.
    fn places(&self, service: &Service) -> Vec<String> {
        let mut lines = Vec::new();
        for place in &service.places {
            let hub = place.hub.as_ref().and_then(|id| self.head().hub(id));
            lines.push(address_or_area(place, hub, service));
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

/// Returns the address of a place on one line; of a hidden one how to ask for it.
fn address_or_area(place: &Place, hub: Option<&Hub>, service: &Service) -> String {
    if place.hidden {
        let area = place.area.as_deref().unwrap_or("Safe place");
        return format!("{area} - the address is not given out; {}", how_to_ask(service));
    }
    address(place, hub)
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
fn who(service: &Service) -> Vec<String> {
    let mut lines: Vec<String> = service.eligibility.iter().cloned().collect();
    let ages = Wording::ENGLISH.ages(service.minimum_age, service.maximum_age);
    lines.push(ages.unwrap_or_else(|| AGES_UNKNOWN.to_owned()));
    match service.young_people {
        Answer::Yes => lines.push("Young people can use it in their own right".to_owned()),
        Answer::No => lines.push("Not for young people on their own".to_owned()),
        Answer::Ask => {}
    }
    lines.extend(service.ineligibility.clone());
    lines
}

/// Returns how to get in, in words.
fn how(service: &Service) -> Vec<String> {
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

fn contact(service: &Service, wrong_phone: bool) -> Vec<String> {
    let warned = |line: String| if wrong_phone { format!("{line} - {REPORTED_WRONG}") } else { line };
    let mut lines: Vec<String> = service.phones.iter().map(phone_line).map(warned).collect();
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
        let line = address_or_area(&place, None, &service);
        assert_eq!(line, "North of the county - the address is not given out; ask a colleague");
        service.url = Some("https://safe.example/".into());
        assert!(address_or_area(&place, None, &service).ends_with("ask through the website"));
        service.email = Some("ask@safe.example".into());
        assert!(address_or_area(&place, None, &service).ends_with("write an email and ask"));
        service.text_number = Some("Text HELLO to 07700 900670".into());
        assert!(address_or_area(&place, None, &service).ends_with("text and ask"));
        service.phones = vec![Phone { number: "01632 960123".into(), ..Phone::default() }];
        assert!(address_or_area(&place, None, &service).ends_with("ring and ask"));
    }
}
