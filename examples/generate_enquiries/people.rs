//! Invents enquiries, desk by desk and day by day, and writes them as exports that `signpost enquiries import` takes. The same seed gives the same bytes on every machine.

use super::shapes::{self, Asked, DESKS, Desk, Met as Answer, NEEDS, Who};
use super::words::Random;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use signpost::catalogue::{Folder, Needs, Part, Service, parse};
use signpost::record::{Ages, Asker, Enquiry, Kind, Language, Met, Outcome, Reason, Reply, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Error, Write};
use std::path::{Path, PathBuf};
use uuid::{Builder, Uuid};

/// Changes when the same seed writes something else.
#[allow(dead_code, reason = "the bench names its folder by it")]
pub const EDITION: u32 = 1;

/// Most enquiries of one file: an import reads a file whole.
const IN_A_FILE: u64 = 50_000;

/// Writes exports with `count` enquiries in all and returns how many files.
#[allow(dead_code, reason = "the bench takes the files one by one")]
pub fn write(count: u64, dir: &Path, seed: u64) -> std::io::Result<usize> {
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::other("the folder is not empty"));
    }
    std::fs::create_dir_all(dir)?;
    let mut files = 0;
    each_file(count, seed, |name, write| {
        files += 1;
        write(&dir.join(name))
    })?;
    Ok(files)
}

/// Hands out each file: its name, and what writes it to a path. One that is not written costs its time all the same.
pub fn each_file(
    count: u64,
    seed: u64,
    mut take: impl FnMut(&str, &dyn Fn(&Path) -> std::io::Result<()>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let town = Town::new(seed)?;
    let days = town.days(count);
    for (number, (desk, days)) in DESKS.iter().zip(&days).enumerate() {
        let mut rest = days.as_slice();
        let mut part = 1;
        while !rest.is_empty() {
            // A day of a busy desk may be more than a file takes; then it goes on in the next.
            let (mut many, mut used) = (0, 0);
            while used < rest.len() && (used == 0 || many + rest[used].many() <= IN_A_FILE) {
                many += rest[used].many();
                used += 1;
            }
            let (now, later) = rest.split_at(used);
            let name = format!("{}-{}-{part:03}.jsonl", desk.hub, number + 1);
            take(&name, &|path| town.write(desk, number, now, path))?;
            rest = later;
            part += 1;
        }
    }
    Ok(())
}

/// Enquiries of one desk on one day: those with these numbers.
#[derive(Clone, Copy)]
struct Day {
    day: NaiveDate,
    from: u64,
    to: u64,
}

impl Day {
    fn many(self) -> u64 {
        self.to - self.from
    }
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Line<'a> {
    Signpost { kind: &'a str, format: u32, desks: [KnownDesk; 1] },
    Enquiry(&'a Row),
    End { enquiries: u64, undone: u64 },
}

#[derive(Serialize)]
struct KnownDesk {
    desk: Uuid,
    last_day: Option<NaiveDate>,
}

/// What holds for all of them.
struct Town {
    seed: u64,
    needs: Vec<(String, &'static Asked)>,
    services: BTreeMap<String, Vec<(String, f64)>>,
    languages: Vec<(&'static str, f64)>,
}

/// What is asked for as often as the rarest need.
const RARE: Asked =
    Asked { need: "", weight: 1.0, growth: 1.0, season: shapes::USUAL, who: Who::Any, met: Answer::Mostly };

impl Town {
    fn new(seed: u64) -> std::io::Result<Self> {
        let folder = Folder::BuiltIn;
        let listing = folder.list().map_err(|e| Error::other(e.to_string()))?;
        let mut needs = Vec::new();
        let mut services: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
        for file in &listing.files {
            let text = folder.read(file).map_err(|p| Error::other(p.what))?;
            match file.part {
                Part::Needs => {
                    let all = parse::<Needs>(&text, false).value.needs;
                    needs = all
                        .into_iter()
                        .map(|need| {
                            let asked = NEEDS.iter().find(|asked| asked.need == need.id);
                            (need.id, asked.unwrap_or(&RARE))
                        })
                        .collect();
                }
                Part::Service => {
                    let id = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
                    let near = if file.path.contains("/example/") { 4.0 } else { 1.0 };
                    // Some are handed out all the time and some hardly ever.
                    let liked = 0.2 + 4.0 * Random::new(hash(id)).part().powi(3);
                    for (at, need) in parse::<Service>(&text, false).value.needs.into_iter().enumerate() {
                        let main = if at == 0 { 5.0 } else { 1.0 };
                        services.entry(need).or_default().push((id.to_owned(), near * liked * main));
                    }
                }
                _ => {}
            }
        }
        for asked in NEEDS {
            assert!(needs.iter().any(|(id, _)| id == asked.need), "the catalogue has no need {}", asked.need);
        }
        let languages = shapes::LANGUAGES.iter().enumerate();
        let languages =
            languages.map(|(at, code)| (*code, if at == 0 { 34.0 } else { 9.0 / (at as f64 + 0.5).powf(1.25) }));
        Ok(Self { seed, needs, services, languages: languages.collect() })
    }

    /// Spreads enquiries over the days of each desk.
    fn days(&self, count: u64) -> Vec<Vec<Day>> {
        let (first, last) = (date(2025, 1, 1), date(2026, 12, 31));
        let all: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
        let weights: Vec<Vec<f64>> = DESKS
            .iter()
            .enumerate()
            .map(|(number, desk)| {
                let mut random = Random::new(self.seed ^ hash("days") ^ number as u64);
                let busy: f64 = desk.weekdays.iter().sum();
                let open = |day: &NaiveDate| !closed(*day) && *day + Days::new(desk.behind) <= last;
                all.iter()
                    .map(|day| {
                        // Every day has its luck, and all of it comes from the seed, whether the desk is open or not.
                        let luck = 0.7 + 0.6 * random.part();
                        if !open(day) {
                            return 0.0;
                        }
                        let weekday = desk.weekdays[day.weekday().num_days_from_monday() as usize] / busy;
                        let season = shapes::USUAL[day.month0() as usize];
                        let growth = if day.year() == 2026 { 1.08 } else { 1.0 };
                        desk.weight * weekday * season * growth * luck
                    })
                    .collect()
            })
            .collect();
        let sum: f64 = weights.iter().flatten().sum();
        let mut till = 0.0;
        let mut from = 0;
        let mut spread = Vec::new();
        for own in &weights {
            let mut days = Vec::new();
            for (day, weight) in all.iter().zip(own) {
                till += weight;
                let to = ((till / sum * count as f64).round() as u64).min(count);
                if to > from {
                    days.push(Day { day: *day, from, to });
                }
                from = to;
            }
            spread.push(days);
        }
        spread
    }

    /// Writes some days of a desk.
    fn write(&self, desk: &Desk, number: usize, days: &[Day], path: &Path) -> std::io::Result<()> {
        let id = uuid(&mut Random::new(self.seed ^ hash("desk") ^ number as u64));
        let mut to = BufWriter::new(File::create_new(PathBuf::from(path))?);
        let mut line = |line: &Line| -> std::io::Result<()> {
            serde_json::to_writer(&mut to, line)?;
            to.write_all(b"\n")
        };
        let last_day = days.last().map(|day| day.day);
        line(&Line::Signpost { kind: "enquiries", format: 1, desks: [KnownDesk { desk: id, last_day }] })?;
        for day in days {
            let needs = self.needs_of(desk, day.day);
            for number in day.from..day.to {
                // Each enquiry has its own numbers, so that files can be written in any order.
                let mut random = Random::new(self.seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ number << 20);
                let enquiry = self.enquiry(desk, &needs, &mut random);
                let (first, hours) = desk.hours;
                let hour = first + pick_at(hours, &mut random) as u8;
                line(&Line::Enquiry(&Row { desk: id, day: day.day, hour, test: false, enquiry }))?;
            }
        }
        line(&Line::End { enquiries: days.iter().map(|day| day.many()).sum(), undone: 0 })?;
        to.flush()
    }

    /// Returns the needs with their weights on a day.
    fn needs_of(&self, desk: &Desk, day: NaiveDate) -> Vec<(usize, f64)> {
        let weigh = |(at, (id, asked)): (usize, &(String, &Asked))| {
            let growth = if day.year() == 2026 { asked.growth } else { 1.0 };
            let here = 0.55 + 0.9 * Random::new(hash(id) ^ hash(desk.hub)).part();
            (at, asked.weight * growth * here * asked.season[day.month0() as usize])
        };
        self.needs.iter().enumerate().map(weigh).collect()
    }

    fn enquiry(&self, desk: &Desk, needs: &[(usize, f64)], random: &mut Random) -> Enquiry {
        let mut enquiry = Enquiry { id: uuid(random), ..Enquiry::quick_chat(desk.hub) };
        let afar = random.part() < 0.12 * desk.afar;
        enquiry.channel = *pick(if afar { shapes::AFAR } else { shapes::NEAR }, random);
        if random.percent(14) {
            return enquiry;
        }
        enquiry.kind = Kind::Enquiry;
        let (first, _) = needs[at(needs.iter().map(|need| need.1), random)];
        let mut chosen = BTreeSet::from([first]);
        while chosen.len() < 4 && random.percent(26) {
            chosen.insert(needs[at(needs.iter().map(|need| need.1), random)].0);
        }
        let who = self.needs[first].1.who;
        for need in chosen {
            let (id, asked) = &self.needs[need];
            self.meet(&mut enquiry, id, asked, random);
        }
        if random.percent(82) {
            enquiry.asker = *pick(shapes::askers(who), random);
        }
        if random.percent(70) {
            enquiry.ages.insert(*pick(shapes::ages(who), random));
            if enquiry.asker != Asker::YoungPerson && !enquiry.ages.contains(&Ages::NoChildren) && random.percent(24) {
                enquiry.ages.insert(*pick(shapes::ages(who), random));
                if enquiry.ages.len() > 1 {
                    enquiry.ages.remove(&Ages::NoChildren);
                }
            }
        }
        let has = |need: &str| enquiry.needs.iter().any(|met| met.need == need);
        enquiry.send = match (has("send-support"), random.below(100)) {
            (true, ..88) | (false, ..7) => Reply::Yes,
            (false, 7..42) => Reply::No,
            _ => Reply::NotAsked,
        };
        // Who asks for English classes seldom speaks it best.
        let (asked, other) = if has("english-classes") || has("immigration-advice") { (85, 80) } else { (62, 0) };
        if random.percent(asked) {
            let english = !random.percent(other);
            let languages = if english { &self.languages[..] } else { &self.languages[1..] };
            let code = *pick(languages, random);
            enquiry.language = Language::Code(code.to_owned());
            enquiry.interpreter = match (code, random.below(100)) {
                ("en", ..20) => Reply::No,
                ("en", _) => Reply::NotAsked,
                (_, ..32) => Reply::Yes,
                (_, ..70) => Reply::No,
                _ => Reply::NotAsked,
            };
        }
        enquiry.been_before = match random.below(100) {
            ..34 => Reply::Yes,
            34..56 => Reply::No,
            _ => Reply::NotAsked,
        };
        enquiry
    }

    /// Adds a need, what came of it, and the services that were handed out for it.
    fn meet(&self, enquiry: &mut Enquiry, need: &str, asked: &Asked, random: &mut Random) {
        let outcome = *pick(shapes::outcomes(asked.met), random);
        if outcome == Outcome::NothingToOffer {
            let main = shapes::main_reason(need, &enquiry.hub).filter(|_| random.percent(45));
            let reason: Reason = main.unwrap_or_else(|| *pick(shapes::REASONS, random));
            enquiry.needs.push(Met::nothing(need, reason));
            return;
        }
        enquiry.needs.push(Met::new(need, outcome));
        let many = match (outcome, random.below(100)) {
            (Outcome::Declined | Outcome::EmergencyServices | Outcome::SafeguardingLead, _) | (_, ..12) => 0,
            (Outcome::Information, ..60) => 0,
            (Outcome::Signposted, 70..) => 2,
            _ => 1,
        };
        for _ in 0..many {
            if let Some(services) = self.services.get(need) {
                enquiry.services.insert(pick(services, random).clone());
            }
        }
    }
}

/// Returns whether everything is closed.
fn closed(day: NaiveDate) -> bool {
    let at_christmas = (day.month() == 12 && (25..=26).contains(&day.day())) || (day.month() == 1 && day.day() == 1);
    // Bank holidays of England in 2025 and 2026.
    let bank = [(2025, 4, 18), (2025, 4, 21), (2025, 5, 5), (2025, 5, 26), (2025, 8, 25)];
    let later = [(2026, 4, 3), (2026, 4, 6), (2026, 5, 4), (2026, 5, 25), (2026, 8, 31), (2026, 12, 28)];
    at_christmas || bank.iter().chain(&later).any(|(y, m, d)| day == date(*y, *m, *d))
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// Returns one of the items by weight.
fn pick<'a, T>(items: &'a [(T, f64)], random: &mut Random) -> &'a T {
    &items[at(items.iter().map(|item| item.1), random)].0
}

/// Returns the place of one of the weights, by weight.
fn at(weights: impl Iterator<Item = f64> + Clone, random: &mut Random) -> usize {
    let mut rest = random.part() * weights.clone().sum::<f64>();
    let mut last = 0;
    for (at, weight) in weights.enumerate() {
        last = at;
        rest -= weight;
        if rest < 0.0 {
            break;
        }
    }
    last
}

fn pick_at(weights: &[f64], random: &mut Random) -> usize {
    at(weights.iter().copied(), random)
}

fn uuid(random: &mut Random) -> Uuid {
    let bytes = (u128::from(random.next()) << 64) | u128::from(random.next());
    Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
}

/// Returns the same number for the same text on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
