//! A service on an ordinary slip.

use super::code::code;
use crate::catalogue::{
    Access, Answer, Delivery, Fixed, Hub, Phone, Place, Service, Status, Taking, Translated, Wording, hours, languages,
};
use crate::desk::card::led_by;
use crate::desk::catalogue::Catalogue;
use crate::desk::speak::{Speak, behind};
use crate::desk::view::Listed;
use crate::slip::{Fact, Item, Number, Said};
use crate::text::{self, capital};
use chrono::NaiveDate;

/// Sessions to come that a slip names, and one that keeps to the least.
const NEXT: usize = 3;
const NEXT_IF_PLAIN: usize = 1;

/// Says what stands in a service's own words: in the family's language where there is a translation, else in English with a label that says so, once.
struct Teller<'a> {
    speak: Speak<'a>,
    translated: Option<&'a Translated>,
    labelled: bool,
}

impl<'a> Teller<'a> {
    /// Returns a text of the service with its translation.
    fn text(&mut self, english: &str, own: impl Fn(&'a Translated) -> Option<&'a String>) -> Said {
        let own = self.translation(own).map(str::to_owned);
        Said { english: english.to_owned(), own: own.or_else(|| self.label()) }
    }

    fn translation(&self, own: impl Fn(&'a Translated) -> Option<&'a String>) -> Option<&'a str> {
        self.speak.own?;
        Some(own(self.translated?)?.trim()).filter(|text| !text.is_empty())
    }

    /// Returns what says that a text stands in English only, the first time.
    fn label(&mut self) -> Option<String> {
        let own = self.speak.own.filter(|_| !std::mem::replace(&mut self.labelled, true))?;
        own.say(Fixed::EnglishOnly).map(str::to_owned)
    }

    /// Returns the first sentence of what it does. What lays the slip out sets the label above it.
    fn line(&mut self, description: &str) -> Said {
        let own = self.translation(|translated| translated.description.as_ref());
        self.labelled |= own.is_none();
        let mut english = text::whole_sentence(description).to_owned();
        if !english.ends_with(['.', '!', '?']) {
            english.push('.');
        }
        Said { english, own: own.map(|own| text::whole_sentence(own).to_owned()) }
    }
}

impl Catalogue {
    /// Returns a service as it stands on an ordinary slip; on a plain one only what is needed to use it.
    pub(super) fn item(
        &self,
        service: &Service,
        listed: &Listed,
        translated: Option<&Translated>,
        speak: Speak<'_>,
        plain: bool,
    ) -> Item {
        let mut teller = Teller { speak, translated, labelled: false };
        let line = teller.line(&service.description);
        let mut facts = Vec::new();
        let mut put = |heading: Fixed, lines: Vec<Said>| {
            if !lines.is_empty() {
                facts.push(Fact { heading: speak.fixed(heading), lines });
            }
        };
        if !plain {
            put(Fixed::Who, who(service, &mut teller));
        }
        put(Fixed::How, how(service, &mut teller));
        put(Fixed::When, self.when_to_go(service, if plain { NEXT_IF_PLAIN } else { NEXT }, &mut teller));
        put(Fixed::Where, self.where_to_go(service, &mut teller));
        put(Fixed::Cost, vec![cost(service, &mut teller)]);
        // Whoever comes without a paper that is asked for is sent home, so it belongs to the least.
        put(Fixed::Bring, bring(service, &mut teller));
        if !plain {
            put(Fixed::Languages, spoken(service, &mut teller));
            put(Fixed::Website, service.url.iter().map(Said::from).collect());
            put(Fixed::Email, service.email.iter().map(Said::from).collect());
        }
        let first = if service.phones.is_empty() { Fixed::PleaseAskFirst } else { Fixed::PleaseRingFirst };
        Item {
            name: Some(service.name.clone()),
            hindrance: in_the_way(service, speak, self.clock().today()),
            line: Some(line),
            first: listed.stale.then(|| speak.fixed(first)),
            phones: service.phones.iter().map(|phone| number(phone, speak)).collect(),
            text_number: service.text_number.as_deref().map(to_text),
            facts,
            code: code(service, listed.sensitive, speak),
            example: service.example,
        }
    }

    /// Returns when a service can be met.
    fn when_to_go(&self, service: &Service, most: usize, teller: &mut Teller<'_>) -> Vec<Said> {
        let speak = teller.speak;
        let times = self.times(service, most, speak);
        let mut lines = times.sessions;
        let mut next = times.next.into_iter();
        lines.extend(next.next().map(|first| behind(speak.fixed(Fixed::Next), first)));
        lines.extend(next.map(|said| Said { english: capital(&said.english), own: said.own.map(|own| capital(&own)) }));
        lines.extend(times.doubt);
        lines.extend(times.hours);
        lines.extend(service.hours_note.as_ref().map(|note| teller.text(note, |own| own.hours_note.as_ref())));
        if lines.is_empty() {
            lines.push(speak.fixed(Fixed::AskWhen));
        }
        lines
    }

    /// Returns where a service can be met and how to get through the door; else how it reaches people.
    fn where_to_go(&self, service: &Service, teller: &mut Teller<'_>) -> Vec<Said> {
        let speak = teller.speak;
        let mut lines = Vec::new();
        for place in &service.places {
            if place.hidden {
                lines.extend(place.area.iter().map(Said::from));
                let ask = if service.phones.is_empty() { Fixed::AddressNotGivenAsk } else { Fixed::AddressNotGiven };
                lines.push(speak.fixed(ask));
                continue;
            }
            let hub = place.hub.as_ref().and_then(|id| self.head().hub(id));
            lines.push(address(place, hub).into());
            let (step_free, prams) = hub.map_or((place.step_free, place.prams), |hub| (hub.step_free, hub.prams));
            lines.push(speak.fixed(match step_free {
                Answer::Yes => Fixed::StepFree,
                Answer::No => Fixed::Steps,
                Answer::Ask => Fixed::AskStepFree,
            }));
            lines.push(speak.fixed(match prams {
                Answer::Yes => Fixed::Prams,
                Answer::No => Fixed::NoPrams,
                Answer::Ask => Fixed::AskPrams,
            }));
        }
        if service.places.is_empty() {
            lines.extend(service.delivery.iter().map(|way| {
                speak.fixed(match way {
                    Delivery::InPerson => Fixed::InPerson,
                    Delivery::Phone => Fixed::ByPhone,
                    Delivery::Online => Fixed::Online,
                    Delivery::HomeVisit => Fixed::AtHome,
                })
            }));
            let far = |way: &Delivery| matches!(way, Delivery::Phone | Delivery::Online);
            let anywhere = !service.delivery.is_empty() && service.delivery.iter().all(far);
            let area = service.service_area.as_ref().filter(|_| !anywhere);
            lines.extend(area.map(|area| teller.text(&format!("Serves {area}"), |_| None)));
        }
        lines
    }
}

/// Returns the address of a place on one line, the room first.
pub(in crate::desk) fn address(place: &Place, hub: Option<&Hub>) -> String {
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

/// Returns who can use a service and who can't.
fn who(service: &Service, teller: &mut Teller<'_>) -> Vec<Said> {
    let speak = teller.speak;
    let mut lines = Vec::new();
    lines.extend(service.eligibility.as_ref().map(|who| teller.text(who, |own| own.eligibility.as_ref())));
    let (minimum, maximum) = (service.minimum_age, service.maximum_age);
    if Wording::ENGLISH.ages(minimum, maximum).is_some() {
        lines.push(speak.both(|wording| wording.ages(minimum, maximum)));
    } else if service.eligibility.is_none() {
        lines.push(speak.fixed(Fixed::AgesAsk));
    }
    match service.young_people {
        Answer::Yes => lines.push(speak.fixed(Fixed::OwnRight)),
        Answer::No => lines.push(speak.fixed(Fixed::NotAlone)),
        Answer::Ask => {}
    }
    lines.extend(service.ineligibility.as_ref().map(|who| teller.text(who, |own| own.ineligibility.as_ref())));
    lines
}

/// Returns how to get in, as it is said to the family.
fn how(service: &Service, teller: &mut Teller<'_>) -> Vec<Said> {
    let speak = teller.speak;
    let has = |way| service.access.contains(&way);
    let alone = if has(Access::Open) {
        Some(Fixed::AccessOpen)
    } else if has(Access::SelfReferral) {
        Some(if service.phones.is_empty() { Fixed::AccessSelfNoPhone } else { Fixed::AccessSelf })
    } else {
        None
    };
    let mut lines: Vec<Said> = alone.into_iter().map(|alone| speak.fixed(alone)).collect();
    // Who can refer differs from one service to the next: where it is told in words, nothing else is said of it.
    let referral = match (has(Access::ProfessionalReferral), alone, &service.application_process) {
        (false, ..) | (true, Some(_), Some(_)) => None,
        (true, Some(_), None) => Some(Fixed::AccessEither),
        (true, None, Some(_)) => Some(Fixed::AccessReferred),
        (true, None, None) => Some(Fixed::AccessProfessional),
    };
    lines.extend(referral.map(|fixed| speak.fixed(fixed)));
    if lines.is_empty() && service.application_process.is_none() {
        lines.push(speak.fixed(Fixed::AccessAsk));
    }
    let process = service.application_process.as_ref();
    lines.extend(process.map(|process| teller.text(process, |own| own.application_process.as_ref())));
    lines.extend(service.waiting_time.as_ref().map(|wait| teller.text(&led_by("Wait", wait), |_| None)));
    lines
}

/// Returns what it costs.
fn cost(service: &Service, teller: &mut Teller<'_>) -> Said {
    match (service.free, &service.cost) {
        (Answer::Yes, _) => teller.speak.fixed(Fixed::Free),
        (_, Some(cost)) => teller.text(&capital(cost.trim_end_matches('.')), |own| own.cost.as_ref()),
        // That it costs something is less than what a family needs to know.
        (Answer::No | Answer::Ask, None) => teller.speak.fixed(Fixed::CostAsk),
    }
}

/// Returns what to bring, each with its translation where there are as many.
fn bring(service: &Service, teller: &mut Teller<'_>) -> Vec<Said> {
    let english = &service.required_documents;
    let same = |own: &&Translated| own.required_documents.len() == english.len();
    let own = teller.translated.filter(same);
    let each = english.iter().enumerate();
    each.map(|(at, thing)| teller.text(thing, |_| own.and_then(|own| own.required_documents.get(at)))).collect()
}

/// Returns the languages that are spoken there, when it is more than English.
fn spoken(service: &Service, teller: &mut Teller<'_>) -> Vec<Said> {
    let mut lines = Vec::new();
    if service.languages.iter().any(|code| code != "en") {
        let names: Vec<&str> = service.languages.iter().map(|code| languages::name(code)).collect();
        lines.push(hours::join_and(&names).into());
    }
    lines.extend(service.interpretation_services.as_ref().map(|text| teller.text(text, |_| None)));
    lines
}

/// Returns what stands in the way of using a service.
pub(super) fn in_the_way(service: &Service, speak: Speak<'_>, today: NaiveDate) -> Option<Said> {
    let status = service.status_on(today);
    if let Some(end) = service.closes_on.filter(|_| status != Status::Defunct) {
        // Languages have no words for this yet; a date of closing in English is better than none.
        return Some(format!("Closes on {}", hours::date(end)).into());
    }
    let fixed = match (status, service.taking) {
        (Status::Defunct, _) => Fixed::ClosedForGood,
        (Status::Inactive, _) => Fixed::NotRunning,
        (Status::TemporarilyClosed, _) => Fixed::ClosedForNow,
        (Status::Active, Some(Taking::Full)) => Fixed::Full,
        (Status::Active, Some(Taking::WaitingList)) => Fixed::WaitingList,
        (Status::Active, Some(Taking::Now) | None) => return None,
    };
    Some(speak.fixed(match (fixed, service.phones.is_empty()) {
        (Fixed::NotRunning, true) => Fixed::NotRunningAsk,
        (Fixed::ClosedForNow, true) => Fixed::ClosedForNowAsk,
        _ => fixed,
    }))
}

/// Returns a number with what it is called.
pub(super) fn number(phone: &Phone, speak: Speak<'_>) -> Number {
    let free = (phone.freephone == Answer::Yes).then(|| speak.fixed(Fixed::FreeToCall));
    let note = match (&phone.description, free) {
        (Some(what), Some(free)) => Some(Said { english: format!("{what}, {}", free.english), own: free.own }),
        (Some(what), None) => Some(what.into()),
        (None, free) => free,
    };
    Number { number: bare_number(phone), note }
}

/// Returns a number without what it is called.
pub(in crate::desk) fn bare_number(phone: &Phone) -> String {
    match &phone.extension {
        Some(extension) => format!("{} extension {extension}", phone.number),
        None => phone.number.clone(),
    }
}

/// Returns what to text as it stands behind the label that says so: "SHOUT to 85258".
fn to_text(text: &str) -> String {
    text.trim().strip_prefix("Text ").unwrap_or(text.trim()).to_owned()
}
