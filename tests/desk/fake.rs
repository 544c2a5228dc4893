//! A desk in memory, with switches for what can go wrong.

use super::fake_tally::Tallied;
use super::fake_upkeep::Kept;
use signpost::catalogue::{Day, Delivery, Means, ReportKind};
use signpost::desk::{
    Backend, Card, Chip, Count, Counted, Counts, Face, FormField, HubCard, Listed, Logged, NeedName, News, Notice,
    OpenReport, Outlet, Places, Prompt, Reminder, Results, Stale, TallyAsk, TallyView, Timers, Waiting,
};
use signpost::error::{Error, Result};
use signpost::record::{Enquiry, Kind};
use signpost::search::{Area, Ask, From, Sort, Why, WhyKind};
use signpost::slip::{Item, Number, Slip, Tongue, Wanted};
use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// The moment at which tests happen, a Sunday in term.
pub const NOW: &str = "2026-11-22T10:15";

/// Id, name, line, place, when, cost, needs, sensitive.
type Row =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str], bool);

const SERVICES: &[Row] = &[
    (
        "quay-food-bank",
        "Quay Street food bank",
        "Three days of food for the whole family",
        "Quay Street church hall",
        "Tue 10am",
        "free",
        &["food-support"],
        false,
    ),
    (
        "pantry",
        "Riverside pantry",
        "Weekly food shop for a small fee",
        "Riverside Family Hub",
        "open now until 5pm",
        "£4 a visit",
        &["food-support"],
        false,
    ),
    (
        "food-mood",
        "Food and mood",
        "Course on food and feeling better",
        "Mill Lane library",
        "Thu 1pm",
        "free",
        &["adult-mental-health", "food-support"],
        true,
    ),
    (
        "debt-line",
        "National Debtline",
        "Free advice on debts by phone",
        "by phone",
        "Mon to Fri 9am to 8pm",
        "free",
        &["debt-advice"],
        false,
    ),
    (
        "refuge",
        "Safe Harbour refuge",
        "A safe place for people who suffer abuse",
        "place not shown",
        "any time",
        "free",
        &["domestic-abuse"],
        true,
    ),
    (
        "stay-and-play",
        "Riverside stay and play",
        "Play, songs and a snack for under-fives",
        "Garden room, Riverside Family Hub",
        "Tue 10am",
        "£1 a family",
        &["play-sessions"],
        false,
    ),
    (
        "mediators",
        "Riverside mediation",
        "Mediators for parents who live apart",
        "Riverside Family Hub",
        "Wed 9am",
        "free",
        &["family-mediation"],
        false,
    ),
    (
        "contact-hall",
        "Saturday contact hall",
        "A hall to see your children in",
        "Mill Lane library",
        "Sat 10am",
        "free",
        &["child-contact"],
        false,
    ),
];

/// What the words of this desk wish: label, and what is said for it.
const WISHES: [(&str, &str); 6] = [
    ("age 2", "2 year old"),
    ("Saturday", "saturday"),
    ("Urdu", "in urdu"),
    ("evenings", "evening"),
    ("women only", "women only"),
    ("near Riverside Family Hub", "near riverside"),
];

/// Returns what is wished, without what was taken off.
fn wishes(ask: &Ask) -> Vec<Chip> {
    let said = format!(" {} ", signpost::text::fold(&ask.text));
    let on = |(_, words): &&(&str, &str)| said.contains(&format!(" {words} "));
    let chips = WISHES.iter().filter(on).map(|(label, said)| Chip { label: (*label).into(), said: (*said).into() });
    chips.filter(|chip| !ask.taken_off.contains(&chip.said)).collect()
}

/// Returns the words that speak of a need.
fn needed(ask: &Ask) -> Vec<String> {
    let mut said = format!(" {} ", signpost::text::fold(&ask.text));
    for (_, words) in WISHES {
        said = said.replace(&format!(" {words} "), " ");
    }
    said.split_whitespace().map(str::to_owned).collect()
}

/// Returns what the desk is reminded of before a service is chosen.
fn reminder(row: &Row) -> Option<Reminder> {
    let more = match row.0 {
        "mediators" => vec!["You may not need a MIAM. Get legal advice.".to_owned()],
        "contact-hall" => vec![
            "Supported contact is for families where no risk was found. Supervised contact is where a child may be at risk; a court or social worker usually refers.".to_owned(),
            "This one is SUPERVISED. Ask a trained worker which is meant.".to_owned(),
        ],
        _ => return None,
    };
    let worker = "Call a trained worker. The questions are theirs: never at the counter, least of all beside a partner or child.";
    let lines = std::iter::once(worker.to_owned()).chain(more).collect();
    Some(Reminder { title: "Offer privacy first: \"Shall we go somewhere quieter?\"".into(), lines })
}

/// A desk in memory, with switches for what can go wrong.
#[derive(Default)]
pub struct Fake {
    pub timers: Timers,
    pub notices: Vec<Notice>,
    pub saved: Mutex<Vec<Enquiry>>,
    pub undone: Mutex<HashSet<Uuid>>,
    pub printed: Mutex<Vec<Slip>>,
    /// Where each of them was printed; none is the hub's own printer.
    pub printed_on: Mutex<Vec<Option<String>>>,
    /// Slips that were shown as a picture.
    pub pictured: Mutex<Vec<Slip>>,
    pub written: Mutex<Vec<String>>,
    pub no_viewer: AtomicBool,
    /// The print system knows no printer.
    pub no_queues: AtomicBool,
    /// The hub's own printer hangs until it is told to go on; others answer.
    pub hangs: Gate,
    pub disk_full: AtomicBool,
    pub no_printer: AtomicBool,
    pub panics: AtomicBool,
    /// The part that a worker does not survive.
    pub deadly: AtomicBool,
    pub no_backup: AtomicBool,
    pub nothing_near: AtomicBool,
    pub traces_left: AtomicBool,
    /// A list without words begins with what is sensitive.
    pub sensitive_first: AtomicBool,
    /// There is more than a list holds.
    pub many: AtomicBool,
    /// The log offers to note ethnicity.
    pub asks_ethnicity: AtomicBool,
    /// Where nothing fits, the nearest needs are named.
    pub names_nearest: AtomicBool,
    /// What the print queue says when it refuses; else a printer that does not answer.
    pub printer_says: Mutex<String>,
    /// What was searched for last.
    pub asked: Mutex<Ask>,
    /// What came of keeping the catalogue true.
    pub kept: Kept,
    /// What was counted for the page of tallies.
    pub tallied: Tallied,
}

/// Something that waits until it is let through.
#[derive(Default)]
pub struct Gate {
    shut: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn shut(&self) {
        *self.shut.lock().unwrap() = true;
    }

    pub fn open(&self) {
        *self.shut.lock().unwrap() = false;
        self.opened.notify_all();
    }

    pub fn pass(&self) {
        drop(self.opened.wait_while(self.shut.lock().unwrap(), |shut| *shut).unwrap());
    }
}

/// Code, name in English, own name, whether it runs from right to left, whether somebody checked it.
const TONGUES: [(&str, &str, &str, bool, bool); 9] = [
    ("ar", "Arabic", "\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}", true, false),
    ("bn", "Bengali", "\u{9ac}\u{9be}\u{982}\u{9b2}\u{9be}", false, false),
    ("cy", "Welsh", "Cymraeg", false, true),
    ("pa", "Punjabi", "\u{a2a}\u{a70}\u{a1c}\u{a3e}\u{a2c}\u{a40}", false, false),
    ("pl", "Polish", "Polski", false, false),
    ("ro", "Romanian", "Rom\u{e2}n\u{103}", false, false),
    ("so", "Somali", "Soomaali", false, false),
    ("uk", "Ukrainian", "\u{423}\u{43a}\u{440}\u{430}\u{457}\u{43d}\u{441}\u{44c}\u{43a}\u{430}", false, false),
    ("ur", "Urdu", "\u{627}\u{631}\u{62f}\u{648}", true, false),
];

/// Panics again when the worker lets go of it, which no guard catches.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            std::panic::resume_unwind(Box::new("a test killed the worker"));
        }
    }
}

impl Fake {
    fn survive(&self) {
        if self.deadly.load(Ordering::Relaxed) {
            std::panic::resume_unwind(Box::new(Bomb));
        }
    }
}

impl Backend for Fake {
    fn face(&self) -> Face {
        Face {
            hub_id: "riverside".into(),
            hub: "Riverside Family Hub".into(),
            date: "Sunday 22 November".into(),
            hours: vec!["Closed today".into(), "Monday to Friday 8.30am to 5.30pm".into()],
            lead_role: "designated safeguarding lead".into(),
            lead_extension: Some("201".into()),
            example: true,
            asks_ethnicity: self.asks_ethnicity.load(Ordering::Relaxed),
        }
    }

    fn timers(&self) -> Timers {
        self.timers.clone()
    }

    fn notices(&self) -> Vec<Notice> {
        let left = !self.undone.lock().unwrap().is_empty() && self.traces_left.load(Ordering::Relaxed);
        let left = left.then(|| Notice { text: "An older copy still holds it. Delete that copy.".into(), alert: true });
        self.notices.iter().cloned().chain(left).collect()
    }

    fn care(&self) -> Result<()> {
        if self.no_backup.load(Ordering::Relaxed) {
            return Err(Error::system("The backup folder can't be written.").hint("Free some space."));
        }
        Ok(())
    }

    fn needs(&self) -> Vec<NeedName> {
        let need = |id: &str, name: &str, sensitive| NeedName { id: id.into(), name: name.into(), sensitive };
        vec![
            need("food-support", "Food banks and meals", false),
            need("debt-advice", "Debts and bailiffs", false),
            need("adult-mental-health", "Anxiety and low mood", true),
            need("domestic-abuse", "Abuse at home", true),
            need("play-sessions", "Play sessions", false),
        ]
    }

    fn needs_for(&self, words: &str) -> Vec<String> {
        let means = |need: &str, said: &[&str]| said.contains(&words).then(|| need.to_owned());
        let said = [means("debt-advice", &["owe", "debts"]), means("food-support", &["owe", "hungry"])];
        said.into_iter().flatten().collect()
    }

    fn places(&self) -> Places {
        let named = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        Places {
            hubs: vec![named("fenside", "Fenside Family Hub"), named("riverside", "Riverside Family Hub")],
            localities: vec![named("fens", "The Fens"), named("town", "Riverside town")],
        }
    }

    fn now(&self) -> chrono::NaiveDateTime {
        signpost::clock::parse_now(NOW).unwrap()
    }

    fn find(&self, ask: &Ask, limit: usize) -> Result<Results> {
        let text = ask.text.as_str();
        self.survive();
        ask.clone_into(&mut self.asked.lock().unwrap());
        assert!(!self.panics.load(Ordering::Relaxed), "a test made the search panic");
        if self.panics.load(Ordering::Relaxed) {
            // As a panic, but past the hook, which ends a fuzzer.
            std::panic::resume_unwind(Box::new("a test made the search panic"));
        }
        let words = needed(ask);
        let wishes = wishes(ask);
        let listed_without_words = |row: &&Row| !signpost::text::words(text).is_empty() || reminder(row).is_none();
        let fits = |row: &&Row| {
            let own = signpost::text::words(&format!("{} {} {}", row.1, row.2, row.6.join(" ")));
            words.iter().all(|w| own.iter().any(|o| o.starts_with(w.as_str()))) && filtered(row, ask).is_some()
        };
        let mut rows: Vec<&Row> = SERVICES.iter().filter(listed_without_words).filter(fits).take(limit).collect();
        let nothing_close = rows.is_empty() && !words.is_empty();
        if nothing_close && !self.nothing_near.load(Ordering::Relaxed) {
            rows = SERVICES[..1].iter().filter(|row| filtered(row, ask).is_some()).collect();
        }
        if ask.young_person {
            // What they can use in their own right first; here, that is what is free.
            rows.sort_by_key(|row| row.5 != "free");
        }
        if ask.sort != Sort::Best {
            rows.sort_by_key(|row| miles(row));
        }
        if words.is_empty() && self.sensitive_first.load(Ordering::Relaxed) {
            rows.sort_by_key(|row| !row.7);
        }
        if *self.kept.turned.lock().unwrap() {
            rows.reverse();
        }
        rows.retain(|row| self.kept.gone.lock().unwrap().as_deref() != Some(row.0));
        if self.many.load(Ordering::Relaxed) {
            rows = rows.into_iter().cycle().take(limit).collect();
        }
        let abuse = words.iter().any(|w| w == "hits");
        if abuse {
            rows = vec![&SERVICES[4]];
        }
        let need = words.iter().any(|w| w == "food").then(|| "food-support".to_owned());
        let prompts = if abuse { vec![prompt()] } else { Vec::new() };
        Ok(Results {
            listed: rows
                .into_iter()
                .map(|row| Listed { hindrance: self.kept.hindrance(row.0), ..asked(row, ask) })
                .collect(),
            nothing_close: nothing_close && !abuse,
            need,
            prompts,
            wishes,
            elsewhere: words.iter().any(|w| w == "bins").then(|| "Bins and rubbish (the council)".to_owned()),
            nearest: if nothing_close && !abuse && self.names_nearest.load(Ordering::Relaxed) {
                self.needs().into_iter().filter(|need| !need.sensitive).collect()
            } else {
                Vec::new()
            },
        })
    }

    fn card(&self, id: &str, ask: &Ask) -> Result<Option<Card>> {
        Ok(SERVICES.iter().find(|row| row.0 == id).map(|row| Card {
            id: row.0.into(),
            name: row.1.into(),
            organisation: Some("An organisation (example)".into()),
            alerts: std::iter::once("EXAMPLE - not a real service".to_owned())
                .chain(self.kept.hindrance(row.0))
                .collect(),
            description: format!("{}.", row.2),
            sections: vec![
                ("How to get in".into(), vec!["Just turn up.".into()]),
                ("Phone".into(), vec!["01632 960 123".into()]),
                ("When".into(), vec![row.4.into()]),
                ("Where".into(), vec![row.3.into()]),
                ("Cost".into(), vec![row.5.into()]),
            ],
            sensitive: row.7,
            example: true,
            privacy: reminder(row),
            why: why(row, ask),
        }))
    }

    fn slip(&self, wanted: &Wanted) -> Result<Slip> {
        let (services, discreet) = (&wanted.services, wanted.discreet);
        let has = |id: &str| services.iter().any(|own| own == id);
        if has("refuge") && has("debt-line") {
            return Err(Error::usage("These two can't go on one slip.").hint("Make a slip for each."));
        }
        let items = SERVICES.iter().filter(|row| services.iter().any(|id| id == row.0));
        let item = |row: &Row| Item {
            name: (!discreet).then(|| row.1.into()),
            line: (!discreet).then(|| format!("{}.", row.2).into()),
            example: true,
            phones: vec![Number { number: "01632 960 123".into(), note: None }],
            ..Item::default()
        };
        let tongue = self.tongues().into_iter().find(|tongue| wanted.language.as_ref() == Some(&tongue.code));
        let unchecked = tongue.iter().filter(|tongue| !tongue.checked);
        let mut warnings: Vec<String> =
            unchecked.map(|tongue| format!("Nobody has checked the {} on this slip.", tongue.name)).collect();
        warnings.extend(has("pantry").then(|| "Riverside pantry is full at the moment.".to_owned()));
        Ok(Slip {
            tongue,
            large: wanted.large,
            plain: wanted.plain,
            hub: "Riverside Family Hub".into(),
            date: "22 November 2026".into(),
            items: items.map(item).collect(),
            line: wanted.line.clone(),
            discreet,
            warnings,
            ..Slip::default()
        })
    }

    fn tongues(&self) -> Vec<Tongue> {
        let tongue = |(code, name, own, right_to_left, checked): &(&str, &str, &str, bool, bool)| Tongue {
            code: (*code).into(),
            name: (*name).into(),
            own_name: (*own).into(),
            right_to_left: *right_to_left,
            checked: *checked,
        };
        TONGUES.iter().map(tongue).collect()
    }

    fn printers(&self) -> Vec<Outlet> {
        let outlet = |name: &str, how: &str| Outlet { name: name.into(), label: format!("{name} ({how})") };
        let all = vec![outlet("desk", "ready"), outlet("back-office", "ready"), outlet("roll", "80 mm")];
        if self.no_queues.load(Ordering::Relaxed) { Vec::new() } else { all }
    }

    fn show_picture(&self, slip: &Slip) -> Result<()> {
        if self.no_viewer.load(Ordering::Relaxed) {
            return Err(Error::system("This computer shows no pictures.").hint("The text is what is printed."));
        }
        self.pictured.lock().unwrap().push(slip.clone());
        Ok(())
    }

    fn print(&self, slip: &Slip, to: Option<&str>) -> Result<()> {
        self.survive();
        if to.is_none_or(|name| name == "desk") {
            self.hangs.pass();
        }
        // The other printers work.
        if to.is_none_or(|name| name == "desk") && self.no_printer.load(Ordering::Relaxed) {
            let says = self.printer_says.lock().unwrap().clone();
            return Err(match says.is_empty() {
                true => Error::system("No printer answers.").hint("Check that it is on."),
                false => Error::system(says),
            });
        }
        self.printed.lock().unwrap().push(slip.clone());
        self.printed_on.lock().unwrap().push(to.map(str::to_owned));
        Ok(())
    }

    fn write(&self, _slip: &Slip, path: &Path) -> Result<()> {
        self.written.lock().unwrap().push(path.display().to_string());
        Ok(())
    }

    fn slip_path(&self) -> String {
        "/home/desk/hub-22-november.pdf".into()
    }

    fn save(&self, enquiry: &Enquiry) -> Result<()> {
        self.survive();
        if self.disk_full.load(Ordering::Relaxed) {
            return Err(Error::system("The disk is full.").hint("Free some space."));
        }
        enquiry.check()?;
        let mut saved = self.saved.lock().unwrap();
        if saved.iter().all(|other| other.id != enquiry.id) {
            saved.push(enquiry.clone());
        }
        Ok(())
    }

    fn fetch_every(&self) -> Option<Duration> {
        self.kept.fetch_every
    }

    fn fetch(&self) -> Result<Option<String>> {
        self.kept.fetch()
    }

    fn news(&self) -> Vec<News> {
        self.kept.news.lock().unwrap().clone()
    }

    fn report(&self, id: &str, kind: ReportKind, note: Option<&str>) -> Result<String> {
        self.survive();
        self.kept.report(id, kind, note)
    }

    fn confirm(&self, id: &str, how: Means, role: &str) -> Result<String> {
        self.kept.confirm(id, how, role)
    }

    fn fields(&self, id: &str) -> Result<Vec<FormField>> {
        let name = SERVICES.iter().find(|row| row.0 == id).map(|row| row.1).unwrap_or_default();
        self.kept.fields(id, name)
    }

    fn amend(&self, id: &str, fields: &[FormField], checked: Option<(Means, String)>) -> Result<String> {
        self.kept.amend(id, fields, checked)
    }

    fn stale(&self, limit: usize) -> Result<Vec<Stale>> {
        Ok(self.kept.stale().into_iter().take(limit).collect())
    }

    fn reports(&self) -> Result<Vec<OpenReport>> {
        Ok(self.kept.reports())
    }

    fn outbox(&self) -> Result<Vec<Waiting>> {
        Ok(self.kept.outbox())
    }

    fn take_back(&self, id: Uuid) -> Result<()> {
        self.kept.take_back(id)
    }

    fn undo(&self, id: Uuid) -> Result<()> {
        self.undone.lock().unwrap().insert(id);
        Ok(())
    }

    fn counts(&self) -> Result<Counts> {
        let saved = self.saved.lock().unwrap();
        let of = |kind| {
            let today = saved.iter().filter(|enquiry| enquiry.kind == kind).count();
            Count { today, week: today + 20 }
        };
        let day = self.now().date();
        let (enquiries, quick_chats) = (of(Kind::Enquiry), of(Kind::QuickChat));
        let needs =
            (1..=30).rev().map(|n| Counted { name: format!("Need number {n}"), count: Count { today: 0, week: n } });
        Ok(Counts { day, since: day, enquiries, quick_chats, needs: needs.collect(), ..Counts::default() })
    }

    fn tally(&self, ask: &TallyAsk) -> Result<TallyView> {
        self.tallied.tally(ask)
    }

    fn hub(&self) -> Result<HubCard> {
        let face = self.face();
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        Ok(HubCard {
            id: face.hub_id,
            name: face.hub,
            example: face.example,
            on_duty: lines(&["Designated safeguarding lead: extension 201", "Family navigator: extension 205"]),
            hours: lines(&["Closed now, opens tomorrow 8:30am", "Monday to Friday, 8:30am to 5:30pm"]),
            ..HubCard::default()
        })
    }

    fn today(&self) -> Result<Vec<Logged>> {
        let undone = self.undone.lock().unwrap();
        let row = |enquiry: &Enquiry| Logged {
            id: enquiry.id,
            hour: "10am".into(),
            text: match (enquiry.veiled, enquiry.kind) {
                (true, _) => "enquiry".into(),
                (false, Kind::QuickChat) => "quick chat".into(),
                (false, Kind::Enquiry) => enquiry.needs.iter().map(|m| m.need.as_str()).collect::<Vec<_>>().join(", "),
            },
        };
        Ok(self.saved.lock().unwrap().iter().rev().filter(|e| !undone.contains(&e.id)).map(row).collect())
    }
}

/// Returns what is asked for and not known of a service; nothing when it does not fit.
fn filtered(row: &Row, ask: &Ask) -> Option<Vec<String>> {
    let filters = &ask.filters;
    let mut unknown = Vec::new();
    if filters.free && row.5 != "free" || filters.delivery == Some(Delivery::Phone) && row.3 != "by phone" {
        return None;
    }
    if filters.day == Some(Day::Tu) && !row.4.starts_with("Tue") {
        if row.4 != "any time" {
            return None;
        }
        unknown.push("Tuesday".to_owned());
    }
    if filters.area == Some(Area::Hub("riverside".into())) && !row.3.contains("Riverside") {
        return None;
    }
    if filters.age.is_some_and(|age| age > 4) && row.0 == "stay-and-play" {
        return None;
    }
    if filters.language.as_deref() == Some("so") {
        return None;
    }
    if filters.step_free {
        unknown.push("step-free".to_owned());
    }
    Some(unknown)
}

/// Returns how far a service is from everywhere; none when nobody knows.
fn miles(row: &Row) -> u8 {
    match row.0 {
        "stay-and-play" => 1,
        "food-mood" => 2,
        "quay-food-bank" => 3,
        _ => u8::MAX,
    }
}

fn asked(row: &Row, ask: &Ask) -> Listed {
    let distance = match (&ask.sort, miles(row)) {
        (Sort::Best, _) => String::new(),
        (Sort::Distance(From::Outcode(outcode)), _) if outcode == "BT1" => "distance not known".into(),
        (_, u8::MAX) => "distance not known".into(),
        (_, miles) => format!("{miles}.2 miles"),
    };
    let mut unknown = filtered(row, ask).unwrap_or_default();
    let mut misfits = Vec::new();
    for wish in wishes(ask) {
        match (wish.label.as_str(), row.0) {
            ("age 2", "food-mood") => misfits.push("for adults, you said 2".to_owned()),
            ("Saturday", "pantry") => misfits.push("no Saturdays".to_owned()),
            ("age 2", _) => unknown.push("age".to_owned()),
            _ => {}
        }
    }
    Listed { ask: unknown, misfits, distance, privacy: reminder(row), ..listed(row) }
}

/// Returns what speaks for a service in longer queries.
fn why(row: &Row, ask: &Ask) -> Vec<Why> {
    let of = |field, text: &str| Why { kind: WhyKind::Match, field, text: text.to_owned() };
    let words = needed(ask);
    let name = words.iter().filter(|word| row.1.to_lowercase().contains(word.as_str()));
    let name = name.map(|word| of("name", word));
    if wishes(ask).is_empty() { Vec::new() } else { std::iter::once(of("need", row.6[0])).chain(name).collect() }
}

fn listed(row: &Row) -> Listed {
    Listed {
        id: row.0.into(),
        name: row.1.into(),
        line: row.2.into(),
        needs: row.6.iter().map(|n| (*n).to_owned()).collect(),
        place: row.3.into(),
        when: row.4.into(),
        cost: row.5.into(),
        sure: "checked 23 days ago by phone".into(),
        sensitive: row.7,
        example: true,
        ..Listed::default()
    }
}

fn prompt() -> Prompt {
    Prompt {
        id: "domestic-abuse".into(),
        title: "Somebody may be in danger".into(),
        steps: [
            "Danger now: ring 999.",
            "Fetch the designated safeguarding lead, extension 201.",
            "Listen. Don't question, don't promise to keep it secret, don't tell the person who may be causing harm, never use family or children to interpret.",
            "Write it in your safeguarding record; this log isn't one.",
        ]
        .map(str::to_owned)
        .to_vec(),
        for_them: vec!["From a mobile: 999, then 55 when asked.".into()],
    }
}
