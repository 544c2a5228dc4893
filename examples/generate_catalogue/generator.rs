//! Invents services: the needs, hubs and calendars are the starter's, everything else is made up from a seed.
//!
//! What is measured with the catalogue should hold for real ones, so words come as they do in real text: sentences are chained from the starter's own words, which come as often as people use them; names of towns and organisations belong to localities; and rare words never run dry, so that the vocabulary grows with the number of services.

use super::words::{self, Random, rare};
use signpost::catalogue::{Folder, Need, Needs, Part, Service, parse};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

/// Changes when the same seed writes something else.
#[allow(dead_code, reason = "the bench names its folder by it")]
pub const EDITION: u32 = 4;

/// Writes a catalogue of `count` services and returns in how many localities they are.
pub fn write(count: usize, dir: &Path, seed: u64) -> std::io::Result<usize> {
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(std::io::Error::other("the folder is not empty"));
    }
    let (needs, stock) = starter(dir)?;
    let mut random = Random::new(seed);
    let localities = localities(count, &mut random);
    for locality in &localities {
        std::fs::create_dir_all(dir.join("services").join(&locality.id))?;
    }
    let mut taken = HashSet::new();
    for number in 0..count {
        // Each service has its own numbers, so that one more or less in a service does not change all that follow.
        let mut random = Random::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ (number as u64) << 20);
        let locality = random.early(&localities);
        let mut writer = Writer { random: &mut random, locality, needs: &needs, stock: &stock, text: String::new() };
        let id = writer.service(number, &mut taken);
        std::fs::write(dir.join("services").join(&locality.id).join(format!("{id}.toml")), &writer.text)?;
    }
    Ok(localities.len())
}

/// Words of the starter, each with those that follow it somewhere.
#[derive(Default)]
struct Stock {
    words: Vec<String>,
    follow: Vec<Vec<u32>>,
    numbers: BTreeMap<String, u32>,
}

impl Stock {
    fn add(&mut self, text: &str) {
        let mut last: Option<u32> = None;
        for word in text.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if word.is_empty() || !word.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'\'' | b'-')) {
                last = None;
                continue;
            }
            let number = *self.numbers.entry(word.to_owned()).or_insert_with(|| {
                self.words.push(word.to_owned());
                self.follow.push(Vec::new());
                self.words.len() as u32 - 1
            });
            if let Some(last) = last {
                self.follow[last as usize].push(number);
            }
            last = Some(number);
        }
    }

    /// Writes some words in a row that could stand in a description.
    fn chain(&self, random: &mut Random, out: &mut String, length: usize) {
        let mut at = random.below(self.words.len());
        for _ in 0..length {
            if random.percent(6) {
                out.push_str(&rare(random));
            } else {
                out.push_str(&self.words[at]);
            }
            out.push(' ');
            let next = &self.follow[at];
            at = if next.is_empty() { random.below(self.words.len()) } else { next[random.below(next.len())] as usize };
        }
        out.pop();
    }
}

/// Copies all of the starter but its services, and returns its needs and its words.
fn starter(dir: &Path) -> std::io::Result<(Vec<Need>, Stock)> {
    let folder = Folder::BuiltIn;
    let listing = folder.list().map_err(|e| std::io::Error::other(e.to_string()))?;
    let (mut needs, mut stock) = (Vec::new(), Stock::default());
    for file in &listing.files {
        let text = folder.read(file).map_err(|p| std::io::Error::other(p.what))?;
        if file.part == Part::Service {
            let service = parse::<Service>(&text, false).value;
            stock.add(&service.description);
            stock.add(service.eligibility.as_deref().unwrap_or_default());
            stock.add(service.application_process.as_deref().unwrap_or_default());
            continue;
        }
        if file.part == Part::Needs {
            needs = parse::<Needs>(&text, false).value.needs;
        }
        let path = dir.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(dir))?;
        std::fs::write(path, text.as_bytes())?;
    }
    for need in &needs {
        stock.add(&need.meaning);
        for phrase in &need.words {
            stock.add(phrase);
        }
    }
    Ok((needs, stock))
}

/// A council with its towns and those who run things there.
struct Locality {
    id: String,
    towns: Vec<String>,
    organisations: Vec<String>,
    outcodes: Vec<&'static str>,
    /// Hubs exist in the starter's locality only.
    hubs: bool,
    national: bool,
}

/// The starter's hubs.
const HUBS: &[&str] = &["example-riverside", "example-orchard", "example-hilltop", "example-market-square"];

fn localities(count: usize, random: &mut Random) -> Vec<Locality> {
    let mut out: Vec<Locality> = Vec::new();
    for at in 0..(count / 600).clamp(1, 170) + 1 {
        let mut towns: Vec<String> = (0..6 + random.below(14)).map(|_| words::town(random)).collect();
        towns.dedup();
        let id = match at {
            0 => "example".to_owned(),
            1 => "national".to_owned(),
            _ => format!("{}-{at}", slug(&towns[0])),
        };
        let organisation = |random: &mut Random| {
            let first = match random.below(3) {
                0 => towns[random.below(towns.len())].clone(),
                1 => capital(rare(random)),
                _ => format!("{} {}", capital(rare(random)), random.of(&["and", "House", "Street", "St"])),
            };
            format!("{first} {}", random.of(words::ORGANISATIONS)).replace("and ", "and the ")
        };
        let organisations = (0..20 + random.below(40)).map(|_| organisation(random)).collect();
        let outcodes = (0..3).map(|_| random.of(words::OUTCODES)).collect();
        out.push(Locality { id, towns, organisations, outcodes, hubs: at == 0, national: at == 1 });
    }
    out
}

struct Writer<'a> {
    random: &'a mut Random,
    locality: &'a Locality,
    needs: &'a [Need],
    stock: &'a Stock,
    text: String,
}

impl Writer<'_> {
    /// Writes one service and returns its id.
    fn service(&mut self, number: usize, taken: &mut HashSet<String>) -> String {
        let need = self.random.early(self.needs);
        let town = self.random.early(&self.locality.towns).clone();
        let name = self.name(need, &town, taken);
        self.text.push_str("example = true\n");
        self.put("name", &name);
        let organisation = self.random.early(&self.locality.organisations).clone();
        self.put("organisation", &organisation);
        let description = self.description(need, &town);
        self.put("description", &description);
        match self.random.below(200) {
            0 => self.put("status", "temporarily closed"),
            1 => self.put("status", "defunct"),
            _ => {}
        }
        self.needs_and_words(need);
        self.ways_in(&town);
        if need.id == "domestic-abuse" && self.random.percent(5) {
            self.put("for", "people who use abuse");
        }
        self.origin();
        self.contacts();
        self.places(number, &town);
        self.sessions();
        let mut id = slug(&name);
        id.truncate(50);
        format!("{}-{number}", id.trim_end_matches('-'))
    }

    fn put(&mut self, key: &str, value: &str) {
        // Writing to a string can't fail.
        let _ = writeln!(self.text, "{key} = \"{value}\"");
    }

    fn name(&mut self, need: &Need, town: &str, taken: &mut HashSet<String>) -> String {
        let short: Vec<&String> = need.words.iter().filter(|w| w.split(' ').count() <= 3).collect();
        let phrase = if short.is_empty() { &need.name } else { *self.random.early(&short) };
        let thing = phrase.split(' ').map(capital).collect::<Vec<_>>().join(" ");
        let mut name = match self.random.below(5) {
            0 => format!("{town} {thing}"),
            1 => format!("{} {thing}", capital(rare(self.random))),
            2 => format!("{thing} {}", self.random.of(words::NAME_ENDS)),
            3 => format!("{town} {thing} {}", self.random.of(words::NAME_ENDS)),
            _ => format!("{} {}", capital(rare(self.random)), self.random.of(words::NAME_ENDS)),
        };
        // Two of the same name at one place are a mistake in a catalogue.
        while !taken.insert(name.clone()) {
            let more = capital(rare(self.random));
            let _ = write!(name, " {more}");
        }
        name
    }

    fn description(&mut self, need: &Need, town: &str) -> String {
        let phrase = self.random.early(&need.words);
        let whom = self.random.of(words::WHOM);
        let mut out = match self.random.below(4) {
            0 => format!("{} for {whom} in {town}. ", capital(phrase)),
            1 => format!("Helps {whom} with {phrase}. "),
            2 => format!("A weekly group for {whom} about {phrase}. "),
            _ => format!("Advice and support for {whom}: {phrase}. "),
        };
        for _ in 0..1 + self.random.below(3) {
            let start = out.len();
            let length = 7 + self.random.below(9);
            self.stock.chain(self.random, &mut out, length);
            out[start..].get_mut(..1).map(str::make_ascii_uppercase);
            out.push_str(". ");
        }
        let routine = self.random.of(words::ROUTINE).replace("{}", &capital(rare(self.random)));
        out.push_str(&routine);
        out
    }

    fn needs_and_words(&mut self, main: &Need) {
        let mut needs = vec![main.id.as_str()];
        for _ in 0..self.random.below(4).min(self.random.below(4)) {
            let more = self.random.early(self.needs).id.as_str();
            if !needs.contains(&more) {
                needs.push(more);
            }
        }
        self.list("needs", &needs);
        let phrases: Vec<&str> =
            (0..2 + self.random.below(6)).map(|_| self.random.early(&main.words).as_str()).collect();
        self.list("words", &phrases);
    }

    fn list(&mut self, key: &str, values: &[&str]) {
        let _ = writeln!(self.text, "{key} = [\"{}\"]", values.join("\", \""));
    }

    fn ways_in(&mut self, town: &str) {
        let random = &mut *self.random;
        if random.percent(60) {
            let young = random.of(&["0", "0.5", "2", "5", "11", "13"]);
            let old = random.of(&["13", "16", "18", "19", "25"]);
            let _ = writeln!(self.text, "minimum_age = {young}\nmaximum_age = {old}");
        }
        let access = random.of(&["open", "open", "self-referral", "self-referral", "professional-referral"]);
        let _ = writeln!(self.text, "access = [\"{access}\"]");
        match random.below(8) {
            0 => self.text.push_str("free = \"no\"\ncost = \"£2 a family\"\n"),
            1 => self.text.push_str("free = \"ask\"\n"),
            _ => self.text.push_str("free = \"yes\"\n"),
        }
        const LANGUAGES: &[&str] = &["ur", "pl", "pa", "bn", "ar", "ro", "so", "gu", "fa", "uk", "pt", "ti"];
        if random.percent(30) {
            let _ = writeln!(self.text, "languages = [\"en\", \"{}\"]", random.early(LANGUAGES));
        }
        if random.percent(30) {
            const HOURS: &[&str] =
                &["Mo-Fr 09:00-17:00; PH off", "Mo-Th 09:30-16:30; PH off", "Mo-Su 08:00-20:00", "We,Sa 10:00-13:00"];
            let hours = random.of(HOURS);
            self.put("opening_hours", hours);
        }
        self.put("service_area", &format!("{town} and around"));
        let delivery = self.random.of(&["in-person", "in-person", "in-person", "phone", "online", "home-visit"]);
        let _ = writeln!(self.text, "nations = [\"England\"]\ndelivery = [\"{delivery}\"]");
        match self.random.below(12) {
            0 => self.put("taking", "full"),
            1 | 2 => self.put("taking", "waiting list"),
            _ => {}
        }
    }

    fn origin(&mut self) {
        let random = &mut *self.random;
        let (year, month, day) = (2024 + random.below(2), 1 + random.below(12), 1 + random.below(28));
        if random.percent(70) {
            let by = random.of(&["hub receptionist", "family navigator", "community connector"]);
            let how = random.of(&["phone", "visit", "web", "provider"]);
            let line = format!("checked = {{ on = {year}-{month:02}-{day:02}, by = \"{by}\", how = \"{how}\" }}\n");
            self.text.push_str(&line);
        } else {
            let url = "https://directory.council.example/";
            let _ = writeln!(self.text, "source = {{ url = \"{url}\", date = \"{year}-{month:02}\" }}");
        }
    }

    fn contacts(&mut self) {
        let host = slug(&rare(self.random));
        if self.random.percent(70) {
            self.put("url", &format!("https://{host}.example/"));
        }
        if self.random.percent(40) {
            self.put("email", &format!("hello@{host}.example"));
        }
        if self.random.percent(80) {
            let start = self.random.of(&["01632 960", "07700 900"]);
            let number = format!("{start}{:03}", self.random.below(1000));
            self.text.push_str("\n[[phones]]\n");
            self.put("number", &number);
        }
    }

    fn places(&mut self, number: usize, town: &str) {
        let random = &mut *self.random;
        if self.locality.national || random.percent(15) {
            return;
        }
        self.text.push_str("\n[[places]]\n");
        if self.locality.hubs && random.percent(50) {
            let hub = random.of(HUBS);
            return self.put("hub", hub);
        }
        let first = if random.percent(50) { town.to_owned() } else { capital(rare(random)) };
        let building = format!("{first} {}", random.of(words::BUILDINGS));
        let street =
            format!("{} {} {}", 1 + random.below(180), random.of(words::STREETS), random.of(words::STREET_KINDS));
        let inward = ["VC", "MO", "CK", "IV", "KO", "AV", "CB", "OM"][random.below(8)];
        let postcode = format!("{} {}{inward}", random.of(&self.locality.outcodes), random.below(10));
        let (north, east) = (51.0 + (number % 397) as f64 / 100.0, -2.9 + (number % 389) as f64 / 100.0);
        self.put("name", &building);
        self.put("address_1", &street);
        self.put("city", town);
        self.put("postal_code", &postcode);
        let _ = writeln!(self.text, "latitude = {north:.2}\nlongitude = {east:.2}");
        let step_free = self.random.of(&["yes", "no", "ask"]);
        self.put("step_free", step_free);
    }

    fn sessions(&mut self) {
        const DAYS: &[&str] = &["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        let often = [0, 0, 0, 1, 1, 1, 1, 2, 3][self.random.below(9)];
        let first = self.random.below(7);
        for at in 0..often {
            let opens = 8 + self.random.below(11);
            let minutes = self.random.of(&["00", "15", "30"]);
            let _ = writeln!(self.text, "\n[[sessions]]\nbyday = [\"{}\"]", DAYS[(first + at * 2) % 7]);
            let closes = opens + 1 + self.random.below(3);
            let _ = writeln!(self.text, "opens_at = \"{opens:02}:{minutes}\"\ncloses_at = \"{closes:02}:{minutes}\"");
            if self.random.percent(60) {
                self.text.push_str("term_time = true\n");
            }
        }
    }
}

/// Returns a word with a capital.
fn capital(word: impl AsRef<str>) -> String {
    let mut out = word.as_ref().to_owned();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

/// Returns a text as an id.
fn slug(text: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    text.replace('\'', "")
        .chars()
        .map(fits)
        .collect::<String>()
        .split('-')
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
