//! Reads a service as Open Referral UK (v3 and v1), HSDS 3 and Outpost write it. They differ in where things stand, and real feeds mix them, so each thing is looked for wherever one of them has it.

mod contacts;
mod costs;
mod guarded;
mod people;
mod places;
mod terms;
mod times;

pub(super) use places::area_of;

use super::incoming::Incoming;
use super::plain::bounded;
use super::summary::NO_PHONE;
use super::value::{flag, is_confidential, list, text, text_of, written};
use crate::catalogue::{Access, Delivery, Nation, Service, Source, Status, Taking, Upstream};
use crate::text as words;
use chrono::NaiveDate;
use serde_json::Value;

/// Most letters of a name, of a description, and of what else is said in a sentence or two.
const NAME: usize = 120;
const DESCRIPTION: usize = 1200;
const SENTENCES: usize = 400;
const NOTE: usize = 200;

/// What reading a record needs to know.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// The register.
    pub scheme: &'a str,
    /// The day of the import: what ended before it is not brought.
    pub today: NaiveDate,
    /// The address under which records are read one by one, when there is one.
    pub page: Option<&'a str>,
}

/// Why a record is not brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is no service.
    NoService,
    /// It has no name.
    Nameless,
    /// The register keeps it from the public. Nothing of it may be told, not even its name.
    Confidential,
    /// It is a test of the register.
    Test,
}

/// Collects one service.
struct Carrier<'a> {
    about: &'a About<'a>,
    record: &'a Value,
    organisation: &'a Value,
    /// Its locations, with what stands around each: `service_at_locations`, or the locations themselves.
    at: Vec<&'a Value>,
    service: Service,
    lost: Vec<String>,
    held_back: usize,
}

/// Reads one record: a service, or a service at a location.
///
/// # Errors
/// When it is no service that may be brought.
pub fn read(value: &Value, organisation: Option<&Value>, about: &About<'_>) -> Result<Incoming, Unfit> {
    // A service at a location holds the service, and the place beside it.
    let inner = value.get("service").filter(|inner| inner.is_object());
    let record = inner.unwrap_or(value);
    if !record.is_object() {
        return Err(Unfit::NoService);
    }
    let own = ["organization", "organisation"].iter().find_map(|key| record.get(*key).filter(|org| org.is_object()));
    let organisation = own.or(organisation).unwrap_or(&Value::Null);
    if is_confidential(record) || is_confidential(value) {
        return Err(Unfit::Confidential);
    }
    let Some(name) = text_of(record, &["name", "title"]).and_then(|name| bounded(&name, NAME)) else {
        return Err(Unfit::Nameless);
    };
    let mut at: Vec<&Value> = list(record, "service_at_locations").chain(list(record, "locations")).collect();
    if inner.is_some() {
        at.push(value);
    }
    if record.get("location").is_some_and(Value::is_object) {
        at.push(record);
    }
    let (service, lost) = (Service::default(), Vec::new());
    let mut carrier = Carrier { about, record, organisation, at, service, lost, held_back: 0 };
    carrier.service.name = carrier.kept("name", name);
    if is_test(&carrier.service.name, text(record, "description").as_deref()) {
        return Err(Unfit::Test);
    }
    carrier.organisation();
    carrier.says();
    carrier.status();
    carrier.ways_in();
    carrier.people();
    carrier.costs();
    carrier.contacts();
    carrier.places();
    carrier.times();
    carrier.areas();
    carrier.origin();
    let terms = terms::terms(record);
    carrier.not_carried();
    let upstream = Upstream { scheme: about.scheme.to_owned(), id: carrier.id(), ..Upstream::default() };
    let source = carrier.service.source.clone();
    let Carrier { service, lost, held_back, .. } = carrier;
    Ok(Incoming { upstream, service, terms, source, lost, held_back, partial: false })
}

impl Carrier<'_> {
    /// Notes what could not be carried: what it is, and why.
    fn lose(&mut self, what: &str, why: &str) {
        let said = format!("{what}: {why}");
        if !self.lost.contains(&said) {
            self.lost.push(said);
        }
    }

    /// Returns a text that was bounded, with a note when it was cut.
    fn kept(&mut self, what: &str, (text, cut): (String, bool)) -> String {
        if cut {
            self.lose(what, "too long, cut after a sentence");
        }
        text
    }

    /// Returns the first of these fields as plain text.
    fn said(&mut self, keys: &[&str], what: &str, most: usize) -> Option<String> {
        let found = keys.iter().find_map(|key| bounded(&text(self.record, key)?, most))?;
        Some(self.kept(what, found))
    }

    fn id(&mut self) -> String {
        // Nobody knows such a record again by anything but what it is called.
        let named = |service: &Service| {
            format!("{} / {}", words::fold(&service.name), words::fold(service.organisation.as_deref().unwrap_or("")))
        };
        match text(self.record, "id").map(|id| words::clean(&id)).filter(|id| !id.trim().is_empty()) {
            Some(id) => id.trim().chars().take(NAME).collect(),
            None => {
                self.lose("id", "missing, so it is known again by its name");
                named(&self.service)
            }
        }
    }

    fn organisation(&mut self) {
        let named = text(self.organisation, "name").or_else(|| {
            text_of(self.record, &["organization", "organisation", "organization_name", "organisation_name"])
        });
        if let Some(name) = named.and_then(|name| bounded(&name, NAME)) {
            self.service.organisation = Some(self.kept("organisation", name));
        }
    }

    fn says(&mut self) {
        let description = self.said(&["description", "summary", "short_description"], "description", DESCRIPTION);
        self.service.description = description.unwrap_or_else(|| {
            let by = self.service.organisation.as_ref().map(|name| format!(", by {name}")).unwrap_or_default();
            let said = format!("{}{by}.", self.service.name);
            self.lose("description", "missing, so the name stands there");
            said
        });
        self.service.interpretation_services = self.said(&["interpretation_services"], "interpretation", SENTENCES);
        self.service.waiting_time = self.said(&["wait_time", "waiting_time"], "waiting time", NOTE);
        self.service.other_contact = self.said(&["other_contact"], "other contact", NOTE);
        let documents: Vec<String> = list(self.record, "required_documents")
            .filter_map(|item| written(item).or_else(|| text_of(item, &["document", "name"])))
            .filter_map(|document| bounded(&document, NOTE).map(|(text, _)| text))
            .collect();
        self.service.required_documents = documents;
    }

    fn status(&mut self) {
        let Some(status) = text(self.record, "status") else { return };
        let folded = words::fold(&status);
        let (status, odd) = match folded.as_str() {
            "active" | "open" | "published" | "live" => (Status::Active, false),
            "inactive" | "notactive" => (Status::Inactive, false),
            "defunct" => (Status::Defunct, false),
            "temporarily closed" => (Status::TemporarilyClosed, false),
            "deleted" | "removed" | "closed" | "permanently closed" | "archived" => (Status::Defunct, true),
            "paused" | "suspended" | "closed temporarily" => (Status::TemporarilyClosed, true),
            said if said.contains("do not refer") || said.contains("not refer") => {
                self.service.taking = Some(Taking::Full);
                (Status::Active, true)
            }
            _ => (Status::Active, true),
        };
        self.service.status = status;
        if odd {
            let as_what = match (status, self.service.taking) {
                (_, Some(_)) => "active and full",
                (Status::Defunct, _) => "defunct",
                (Status::TemporarilyClosed, _) => "temporarily closed",
                _ => "active",
            };
            self.lose("status", &format!("{} is not in the standard, taken as {as_what}", shown(&folded)));
        }
    }

    fn ways_in(&mut self) {
        self.service.application_process =
            self.said(&["application_process", "how_to_apply"], "how to apply", SENTENCES);
        match flag(self.record, "needs_referral") {
            Some(true) => self.service.access = vec![Access::ProfessionalReferral],
            Some(false) => self.service.access = vec![Access::Open],
            None => {}
        }
    }

    fn areas(&mut self) {
        let mut names = Vec::new();
        let mut nations = Vec::new();
        for area in list(self.record, "service_areas").chain(list(self.record, "service_area")) {
            let Some(name) = written(area).or_else(|| text_of(area, &["name", "service_area", "description"])) else {
                continue;
            };
            let Some((name, _)) = bounded(&name, NOTE) else { continue };
            nations.extend(nations_of(&name));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        nations.sort_unstable();
        nations.dedup();
        self.service.nations = nations;
        if let Some(area) = bounded(&names.join(", "), NOTE) {
            self.service.service_area = Some(self.kept("service area", area));
        }
    }

    /// Notes where the facts come from. When the data changed is no check, and neither is the day on which the register assured them ours.
    fn origin(&mut self) {
        let assured = text(self.record, "assured_date").and_then(|date| day(&date));
        let own = self.about.page.and_then(|page| Some(format!("{page}/{}", encoded(&text(self.record, "id")?))));
        let page = own.or_else(|| self.service.url.clone());
        match (page, assured) {
            (Some(url), date) => {
                let date = date.map(|day| day.to_string());
                self.service.source = Some(Source { url, date, also: Vec::new() });
            }
            (None, Some(_)) => self.lose("assured date", "there is no page to name as its source"),
            (None, None) => {}
        }
    }

    /// Notes what no field of ours holds.
    fn not_carried(&mut self) {
        let regulated =
            text_of(self.record, &["accreditations", "accreditation", "licenses"]).and_then(|t| bounded(&t, NOTE));
        if let Some((said, _)) = regulated {
            let marks = ["oisc", "immigration advice authority", "financial conduct authority", "fca"];
            let folded = format!(" {} ", words::fold(&said));
            if marks.iter().any(|mark| folded.contains(&format!(" {mark} "))) {
                self.service.regulated = Some(said);
            } else {
                self.lose("accreditation", "there is no field for it");
            }
        }
        for (key, what) in [
            ("alert", "alert"),
            ("holiday_schedules", "holiday hours"),
            ("funding", "funding"),
            ("programs", "programmes"),
        ] {
            let there = self.record.get(key).is_some_and(|v| match v {
                Value::Array(items) => !items.is_empty(),
                other => written(other).is_some() || other.is_object(),
            });
            if there {
                self.lose(what, "there is no field for it");
            }
        }
        if self.service.phones.is_empty() && self.held_back == 0 {
            self.lost.push(NO_PHONE.to_owned());
        }
    }

    /// Adds a way in which the service reaches people.
    fn reaches(&mut self, way: Delivery) {
        if !self.service.delivery.contains(&way) {
            self.service.delivery.push(way);
        }
    }
}

/// Returns the nations that an area means.
fn nations_of(name: &str) -> Vec<Nation> {
    match words::fold(name).as_str() {
        "england" => vec![Nation::England],
        "wales" => vec![Nation::Wales],
        "scotland" => vec![Nation::Scotland],
        "northern ireland" => vec![Nation::NorthernIreland],
        "england and wales" => vec![Nation::England, Nation::Wales],
        "great britain" => vec![Nation::England, Nation::Wales, Nation::Scotland],
        "uk" | "united kingdom" | "uk wide" => {
            vec![Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland]
        }
        _ => Vec::new(),
    }
}

/// Returns whether somebody only tried out the register.
fn is_test(name: &str, description: Option<&str>) -> bool {
    const KINDS: &[&str] =
        &["service", "record", "entry", "organisation", "organization", "data", "only", "please", "ignore", "do"];
    let name = words::words(name);
    let said = |text: &[&str]| name.iter().map(String::as_str).eq(text.iter().copied());
    let numbered = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    let test = matches!(name.first().map(String::as_str), Some("test" | "testing" | "dummy"))
        && name.get(1).is_none_or(|next| KINDS.contains(&next.as_str()) || numbered(next));
    test || said(&["delete", "me"])
        || said(&["do", "not", "use"])
        || description.is_some_and(|d| words::fold(d).starts_with("lorem ipsum"))
}

/// Returns the day that a text begins with.
fn day(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}

/// Returns a word of a feed as a note can hold it.
fn shown(word: &str) -> String {
    format!("\"{}\"", word.chars().take(40).collect::<String>())
}

/// Returns an id as it stands in an address.
pub fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'~')
            || byte == b'.' && !id.trim_matches('.').is_empty()
        {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
