//! One service as Open Referral UK v3 and HSDS 3.1 write it.

use super::fields::Fields;
use super::ids::id_of;
use crate::catalogue::hours::{Timetable, minutes_of};
use crate::catalogue::{Answer, Day, Delivery, Hub, Place, Service, Session, Status, Taking, languages};
use crate::snapshot::{Head, Record};
use serde_json::{Value, json};

/// The taxonomy in which our needs are told.
pub const NEEDS: &str = "Signpost needs";
/// The taxonomy in which the name of a service in another register is told, and the kind of the link.
pub const REGISTERS: &str = "Registers";
/// What the link to the name in another register is called.
pub const UPSTREAM: &str = "upstream";

const DAYS: [Day; 7] = [Day::Mo, Day::Tu, Day::We, Day::Th, Day::Fr, Day::Sa, Day::Su];

/// Writes the services of one catalogue.
pub(super) struct Writer<'a> {
    pub head: &'a Head,
    /// As Open Referral UK, which has no eligibility in words and nests phones in contacts alone.
    pub uk: bool,
    /// Every service has an organisation, as tables need it.
    pub always_organised: bool,
}

impl Writer<'_> {
    fn id(&self, names: &[&str]) -> String {
        let all: Vec<&str> = std::iter::once(self.head.header.name.as_str()).chain(names.iter().copied()).collect();
        id_of(&all)
    }

    /// Returns a service with all that belongs to it.
    pub fn service(&self, record: &Record) -> Value {
        let Record { id: own, service, .. } = record;
        let id = self.id(&["service", own]);
        let organisation = self.organisation(service);
        let fees = if self.uk { "fees" } else { "fees_description" };
        let fields = Fields::of(id.clone())
            .known("organization_id", organisation.as_ref().map(|o| o["id"].clone()))
            .with("name", service.name.as_str())
            .with("description", service.description.as_str())
            .with("status", status(service.status))
            .known("url", service.url.as_deref())
            .known("email", service.email.as_deref())
            .known(fees, service.cost.as_deref().or_else(|| (service.free == Answer::Yes).then_some("Free")))
            .known("accreditations", service.regulated.as_deref())
            .known("minimum_age", service.minimum_age)
            .known("maximum_age", service.maximum_age)
            .known("assured_date", service.checked.as_ref().map(|checked| checked.on.to_string()))
            .known("alert", alert(service))
            .known("organization", organisation)
            .list("schedules", self.schedules(service, own, &id))
            .list("service_areas", self.areas(service, own, &id))
            .list("service_at_locations", self.places(service, own, &id))
            .list("languages", self.languages(service, own, &id))
            .list("cost_options", self.costs(service, own, &id))
            .list("attributes", self.attributes(service, own, &id));
        let phones = self.phones(service, own, &id);
        if self.uk {
            // Where Open Referral UK keeps phones: in a contact, which is no person here.
            let contact = Fields::of(self.id(&["contact", own])).with("service_id", id).list("phones", phones);
            let contacts = if contact.has("phones") { vec![contact.into()] } else { Vec::new() };
            return fields.list("contacts", contacts).into();
        }
        let documents = service.required_documents.iter().enumerate().map(|(n, document)| {
            let document_id = self.id(&["document", own, &n.to_string()]);
            Fields::of(document_id).with("service_id", id.as_str()).with("document", document.as_str()).into()
        });
        fields
            .known("eligibility_description", eligibility(service))
            .known("application_process", service.application_process.as_deref())
            .known("interpretation_services", service.interpretation_services.as_deref())
            .list("required_documents", documents.collect())
            .list("phones", phones)
            .into()
    }

    fn organisation(&self, service: &Service) -> Option<Value> {
        let named = service.organisation.as_deref();
        let (name, description) = match named {
            // Both standards want a description, and the catalogue has none.
            Some(name) => (name, name),
            None if self.always_organised => (service.name.as_str(), "Who runs this service is not known."),
            None => return None,
        };
        let id = self.id(&["organisation", &crate::text::fold(name), if named.is_some() { "" } else { "not known" }]);
        Some(Fields::of(id).with("name", name).with("description", description).into())
    }

    fn phones(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let (holder, held) =
            if self.uk { ("contact_id", self.id(&["contact", own])) } else { ("service_id", of.to_owned()) };
        let mut out: Vec<Value> = Vec::new();
        for (n, phone) in service.phones.iter().enumerate() {
            let extension = phone.extension.as_deref();
            let number = extension.and_then(|text| text.trim().parse::<u32>().ok());
            // One that is no number of a line is told in words.
            let told = extension.filter(|_| number.is_none() || self.uk).map(|text| format!("extension {text}"));
            let description: Vec<String> = phone.description.iter().cloned().chain(told).collect();
            let fields = Fields::of(self.id(&["phone", own, &n.to_string()]))
                .with(holder, held.as_str())
                .with("number", phone.number.as_str())
                .known("extension", number.filter(|_| !self.uk))
                .known("type", (!self.uk).then_some("voice"))
                .known("description", (!description.is_empty()).then(|| description.join(", ")));
            out.push(fields.into());
        }
        let to_text = service.text_number.as_deref().and_then(|said| Some((said, number_in(said)?)));
        if let Some((said, number)) = to_text {
            let fields = Fields::of(self.id(&["phone", own, "text"]))
                .with(holder, held.as_str())
                .with("number", number)
                .known("type", (!self.uk).then_some("text"))
                .with("description", said);
            out.push(fields.into());
        }
        out
    }

    fn languages(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let language = |code: &String| {
            let fields =
                Fields::of(self.id(&["language", own, code])).with("service_id", of).with("code", code.as_str());
            fields.with("name", languages::name(code)).into()
        };
        service.languages.iter().map(language).collect()
    }

    fn areas(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let nations = service.nations.iter().map(|nation| (nation.name(), Some("nation")));
        let all = service.service_area.as_deref().map(|area| (area, None)).into_iter().chain(nations);
        let area = |(name, kind): (&str, Option<&str>)| {
            let fields = Fields::of(self.id(&["area", own, name])).with("service_id", of).with("name", name);
            fields.known("extent_type", kind).into()
        };
        all.map(area).collect()
    }

    fn costs(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        if service.free != Answer::Yes {
            return Vec::new();
        }
        let fields = Fields::of(self.id(&["cost", own])).with("service_id", of).with("amount", 0);
        vec![fields.known("currency", (!self.uk).then_some("GBP")).into()]
    }

    fn attributes(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let link = |kind: &str, name: &str, term: Fields| {
            let term_id = term.get("id");
            Fields::of(self.id(&["attribute", own, kind, name]))
                .with("link_id", of)
                .with("link_entity", "service")
                .with("link_type", kind)
                .with("taxonomy_term_id", term_id)
                .with("taxonomy_term", term)
        };
        let needs = service.needs.iter().filter_map(|id| self.head.needs.iter().find(|need| need.id == *id));
        let needs = needs.map(|need| {
            let term = Fields::of(self.id(&["need", &need.id]))
                .with("code", need.id.as_str())
                .with("name", need.name.as_str())
                .with("description", need.meaning.as_str())
                .with("taxonomy", NEEDS);
            link("need", &need.id, term).into()
        });
        let upstream = service.upstream.as_ref().map(|upstream| {
            let term = Fields::of(self.id(&["register", &upstream.scheme]))
                .with("code", upstream.scheme.as_str())
                .with("name", upstream.scheme.as_str())
                .with("description", "Another register of services.")
                .with("taxonomy", REGISTERS);
            link(UPSTREAM, &upstream.scheme, term).with("value", upstream.id.as_str()).into()
        });
        needs.chain(upstream).collect()
    }

    fn schedules(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let mut out = Vec::new();
        for (n, session) in service.sessions.iter().enumerate() {
            let id = self.id(&["schedule", own, "session", &n.to_string()]);
            out.push(schedule_of(session, id, of));
        }
        let Some(hours) = service.opening_hours.as_deref() else {
            return out;
        };
        let week = Timetable::parse(hours).map(|table| table.week).unwrap_or_default();
        let mut times: Vec<(u16, u16)> = week.iter().map(|span| (span.from, span.to)).collect();
        times.sort_unstable();
        times.dedup();
        for (from, to) in times {
            let open = week.iter().filter(|span| (span.from, span.to) == (from, to));
            let days: Vec<Day> = open.filter_map(|span| DAYS.get(usize::from(span.day)).copied()).collect();
            let fields = Fields::of(self.id(&["schedule", own, "hours", &from.to_string(), &to.to_string()]))
                .with("service_id", of)
                .with("freq", "WEEKLY")
                .with("interval", 1)
                .with("byday", by_day(&days))
                .with("opens_at", clock(from))
                .with("closes_at", clock(to))
                .known("notes", hours.contains("PH").then(|| format!("Opening hours: {hours}")))
                .known("description", service.hours_note.as_deref());
            out.push(fields.into());
        }
        out
    }

    fn places(&self, service: &Service, own: &str, of: &str) -> Vec<Value> {
        let mut out = Vec::new();
        for (n, place) in service.places.iter().enumerate() {
            let n = n.to_string();
            let location = match &place.hub {
                Some(id) => match self.head.hub(id).filter(|hub| !hub.example) {
                    Some(hub) => self.hub(id, hub),
                    None => continue,
                },
                None => self.location(place, own, &n),
            };
            let at = Fields::of(self.id(&["at", own, &n]))
                .with("service_id", of)
                .with("location_id", location.get("id"))
                .known("description", place.room.as_deref().filter(|_| !self.uk))
                .with("location", location);
            out.push(at.into());
        }
        // What is reached from anywhere is at a place of that kind in the standards.
        if out.is_empty() && service.delivery.iter().any(|way| matches!(way, Delivery::Online)) {
            let id = self.id(&["location", own, "virtual"]);
            let location = Fields::of(id.clone()).with("location_type", "virtual");
            let at = Fields::of(self.id(&["at", own, "virtual"])).with("service_id", of).with("location_id", id);
            out.push(at.with("location", location).into());
        }
        out
    }

    fn hub(&self, id: &str, hub: &Hub) -> Fields {
        let location = self.id(&["hub", id]);
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let place = Place {
            name: text(&hub.name),
            address_1: text(&hub.address_1),
            city: text(&hub.city),
            postal_code: text(&hub.postal_code),
            latitude: hub.latitude,
            longitude: hub.longitude,
            step_free: hub.step_free,
            ..Place::default()
        };
        self.located(&place, location, &hub.council)
    }

    fn location(&self, place: &Place, own: &str, n: &str) -> Fields {
        self.located(place, self.id(&["location", own, n]), place.area.as_deref().unwrap_or_default())
    }

    fn located(&self, place: &Place, id: String, region: &str) -> Fields {
        let part = |field: &Option<String>| field.clone().unwrap_or_default();
        let (street, city, postcode) = (part(&place.address_1), part(&place.city), part(&place.postal_code));
        let addressed = ![&street, &city, &postcode].iter().all(|part| part.is_empty());
        // What the standards want of an address and nobody knows is an empty text.
        let address = Fields::of(format_id(&id, "address"))
            .with("location_id", id.as_str())
            .with("address_1", street)
            .with("city", city)
            .with("state_province", region)
            .with("postal_code", postcode)
            .with("country", "GB")
            .with("address_type", "physical");
        let said = match place.step_free {
            Answer::Yes => Some("Step-free access"),
            Answer::No => Some("No step-free access"),
            Answer::Ask => None,
        };
        let accessibility = said.map(|said| {
            Fields::of(format_id(&id, "accessibility"))
                .with("location_id", id.as_str())
                .with("description", said)
                .into()
        });
        let addresses = if addressed { vec![address.into()] } else { Vec::new() };
        Fields::of(id)
            .with("location_type", "physical")
            .known("name", place.name.as_deref())
            .known("latitude", place.latitude)
            .known("longitude", place.longitude)
            .list("addresses", addresses)
            .list("accessibility", accessibility.into_iter().collect())
    }
}

/// Returns the id of what a location has once.
fn format_id(location: &str, what: &str) -> String {
    id_of(&[location, what])
}

fn schedule_of(session: &Session, id: String, of: &str) -> Value {
    let term = session.term_time.then(|| "Term time only.".to_owned());
    let notes: Vec<String> = term.into_iter().chain(session.notes.clone()).collect();
    let from = session.valid_from.map(|day| day.to_string());
    Fields::of(id)
        .with("service_id", of)
        .with("freq", "WEEKLY")
        .with("interval", session.interval.unwrap_or(1))
        .with("byday", by_day(&session.byday))
        .known("opens_at", minutes_of(&session.opens_at).map(clock))
        .known("closes_at", minutes_of(&session.closes_at).map(clock))
        .known("dtstart", from.clone())
        .known("valid_from", from)
        .known("valid_to", session.valid_to.map(|day| day.to_string()))
        .known("description", (!notes.is_empty()).then(|| notes.join(" ")))
        .into()
}

fn by_day(days: &[Day]) -> String {
    days.iter().map(|day| format!("{day:?}").to_uppercase()).collect::<Vec<_>>().join(",")
}

fn clock(minutes: u16) -> String {
    // The end of a day: in both standards a time of 00:00 is its start.
    if minutes == 24 * 60 {
        return "23:59".to_owned();
    }
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Inactive => "inactive",
        Status::Defunct => "defunct",
        Status::TemporarilyClosed => "temporarily closed",
    }
}

/// Returns what stands in the way for a while.
fn alert(service: &Service) -> Option<String> {
    let taking = match service.taking {
        Some(Taking::Full) => Some("Full at the moment.".to_owned()),
        Some(Taking::WaitingList) => Some("There is a waiting list.".to_owned()),
        Some(Taking::Now) | None => None,
    };
    let wait = service.waiting_time.as_ref().map(|wait| format!("Wait: {wait}."));
    let closes = service.closes_on.map(|day| format!("Closes on {day}."));
    let said: Vec<String> = taking.into_iter().chain(wait).chain(closes).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Returns who can use it and who can't, which HSDS has one field for.
fn eligibility(service: &Service) -> Option<String> {
    let not = service.ineligibility.as_ref().map(|who| format!("Not for: {who}"));
    let said: Vec<String> = service.eligibility.clone().into_iter().chain(not).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Returns the number in what is said of texting.
fn number_in(said: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == ' ';
    let runs = said.split(|c| !is_part(c)).map(str::trim);
    runs.filter(|run| run.bytes().filter(u8::is_ascii_digit).count() >= 5)
        .max_by_key(|run| run.len())
        .map(str::to_owned)
}

/// Returns what stands around the services of a whole export, as one page of an API.
pub(super) fn page(services: usize) -> Value {
    json!({
        "total_items": services,
        "total_pages": 1,
        "page_number": 1,
        "size": services,
        "first_page": true,
        "last_page": true,
        "empty": services == 0,
    })
}
