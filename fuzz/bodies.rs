//! What each fuzz target does with its input. `tests/desk/corpora.rs` hands the kept inputs to the same functions, without a fuzzer.

use super::driver::Desk;
use chrono::{NaiveDate, NaiveDateTime};
use signpost::catalogue::hours::{Calendar, Slot, Timetable, occurrences, opening_in_short};
use signpost::catalogue::{
    BankHolidays, Facets, Folder, Header, Hub, Language, Needs, Problem, Safeguarding, Service, SlipLook, Terms, check,
    parse,
};
use signpost::clock::{Clock, parse_now};
use signpost::desk::Catalogue;
use signpost::keymap::{Chord, Context, Keymap};
use signpost::record::Row;
use signpost::search::Ask;
use signpost::settings::Settings;
use signpost::slip::Wanted;
use signpost::snapshot::Cache;
use signpost::store::{Condition, Store};
use signpost::text;
use signpost::tui::app::{Msg, Part};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Takes the first byte, which says what the rest is, from an input.
fn sorted(data: &[u8]) -> Option<(u8, &str)> {
    let (kind, rest) = data.split_first()?;
    Some((*kind, std::str::from_utf8(rest).ok()?))
}

/// Holds what is shown to people to what may be shown: nothing that moves, hides or turns other text.
fn plain(shown: &str) {
    let hidden = shown.chars().find(|c| text::is_unsafe(*c) && *c != '\n');
    assert!(hidden.is_none(), "{hidden:?} reaches a screen in {shown:?}");
}

fn told(problems: &[Problem], text: &str) {
    for problem in problems {
        plain(&problem.what);
        plain(problem.hint.as_deref().unwrap_or_default());
        assert!(problem.span.end <= text.len().max(1), "{problem:?} lies behind the end");
    }
}

/// One file of a catalogue is read and checked. The first byte says which: `c`, `n`, `s`, `b`, `f`, `t`, `h`, `l`, `k`, `p`, anything else is a service.
pub fn catalogue(data: &[u8]) {
    let Some((kind, text)) = sorted(data) else { return };
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default();
    let needs = ["food-support", "domestic-abuse"].map(str::to_owned);
    let known = check::Known { needs: Some(BTreeSet::from(needs)), today, ..check::Known::default() };
    let problems = match kind {
        b'c' => check::header(&parse::<Header>(text, false), &known),
        b'n' => check::needs(&parse::<Needs>(text, false)),
        b's' => check::safeguarding(&parse::<Safeguarding>(text, false), &known),
        b'b' => check::bank_holidays(&parse::<BankHolidays>(text, false), &known),
        b'f' => check::facets(&parse::<Facets>(text, false)),
        b't' => check::terms(&parse::<Terms>(text, false), "terms", &known),
        b'h' => check::hub(&parse::<Hub>(text, false), "hub", &known),
        b'l' => check::language(&parse::<Language>(text, false), "pl", &known, false),
        b'k' => check::look(&parse::<SlipLook>(text, false), &known),
        b'p' => check::template(text),
        _ => check::service(&parse::<Service>(text, false), "service", &known),
    };
    told(&problems, text);
}

/// A catalogue in a folder, which one file at a time is written into.
struct Ours {
    dir: tempfile::TempDir,
    good: Vec<(PathBuf, Vec<u8>)>,
}

impl Ours {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"));
        // The manifest is this package's here and the program's in its tests.
        let from = [from.join("tests/fixtures/good"), from.join("../tests/fixtures/good")];
        let from = from.iter().find(|folder| folder.is_dir()).unwrap();
        let mut good = Vec::new();
        copy(from, &dir.path().join("ours"), &mut good);
        Self { dir, good }
    }
}

fn copy(from: &Path, to: &Path, copied: &mut Vec<(PathBuf, Vec<u8>)>) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name), copied);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            std::fs::write(to.join(&name), &bytes).unwrap();
            copied.push((to.join(&name), bytes));
        }
    }
}

/// One file of a good catalogue is replaced, and the whole is compiled, opened, searched and shown. The first byte says which file, as for [`catalogue`].
pub fn compiled(data: &[u8]) {
    thread_local! { static OURS: Ours = Ours::new(); }
    let Some((kind, bytes)) = data.split_first() else { return };
    OURS.with(|ours| {
        let folder = ours.dir.path().join("ours");
        let name = match kind {
            b'c' => "catalogue.toml",
            b'n' => "needs.toml",
            b's' => "safeguarding.toml",
            b'b' => "bank_holidays.toml",
            b'f' => "facets.toml",
            b't' => "terms/extra.toml",
            b'h' => "hubs/extra.toml",
            b'l' => "languages/pl.toml",
            b'k' => "slip/look.toml",
            b'p' => "slip/slip.typ",
            _ => "services/extra/extra.toml",
        };
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let clock = Clock::fixed(parse_now(super::fake::NOW).unwrap());
        let own = Folder::Disk(folder.clone());
        let cache = ours.dir.path().join("cache");
        match Cache::of(&cache, &own).compile(&own, clock) {
            Err(refused) => plain(&refused.to_string()),
            Ok((snapshot, outcome)) => {
                outcome.bad.iter().for_each(|(file, problem)| plain(&format!("{file}: {problem}")));
                snapshot.notices().iter().for_each(|notice| plain(notice));
                let stationery = snapshot.stationery().unwrap();
                for (_, language) in &stationery.languages {
                    let rows = language.days.iter().chain(&language.months).chain([&language.own_name]);
                    rows.chain(language.words.values()).for_each(|word| plain(word));
                }
                plain(&stationery.template.unwrap_or_default().replace(['\t', '\r'], " "));
                let catalogue = Catalogue::new(snapshot, None, clock);
                let words = String::from_utf8_lossy(bytes);
                let words: String = words.chars().take(200).collect();
                for ask in [Ask::of(&words), Ask::of("food")] {
                    for listed in catalogue.find(&ask, 50).unwrap().listed {
                        [&listed.name, &listed.line, &listed.place, &listed.when].into_iter().for_each(|s| plain(s));
                        catalogue.card(&listed.id).unwrap();
                    }
                }
                if let Some(card) = catalogue.card("extra") {
                    for line in card.sections.iter().flat_map(|(_, lines)| lines) {
                        plain(line);
                    }
                    let _ = catalogue.slip(&Wanted {
                        services: vec!["extra".to_owned()],
                        line: Some(words.clone()),
                        ..Wanted::default()
                    });
                }
            }
        }
        std::fs::remove_file(&path).unwrap();
        for (good, bytes) in ours.good.iter().filter(|(good, _)| *good == path) {
            std::fs::write(good, bytes).unwrap();
        }
    });
}

/// Opening hours, as a catalogue holds them, and the times of a session.
pub fn hours(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let problem = check::opening_hours_problem(text);
    let table = Timetable::parse(text);
    assert!(problem.is_some() || table.is_ok(), "the check takes what nobody can use");
    if let Some((_, what, hint)) = problem {
        plain(&what);
        plain(&hint);
    }
    let moments = ["2026-11-22T10:15", "2026-03-29T01:30", "2026-10-25T01:30", "2024-02-29T23:59", "9999-12-31T23:59"];
    let moments: Vec<NaiveDateTime> = moments.iter().filter_map(|text| parse_now(text).ok()).collect();
    let calendar = Calendar::new(&BankHolidays::default(), None, None);
    if let Ok(table) = table {
        for now in &moments {
            plain(&opening_in_short(table.at(*now, &calendar), *now));
        }
        table.in_words().iter().for_each(|line| plain(line));
        let _ = table.never_closes();
    }
    let session = format!("name = \"x\"\n[[sessions]]\n{text}");
    for session in &parse::<Service>(&session, true).value.sessions {
        let said = signpost::catalogue::hours::session_in_words(session, signpost::catalogue::Wording::ENGLISH);
        plain(&said.expect("English can say every session"));
        if let Some(slot) = Slot::of(session) {
            moments.iter().for_each(|now| drop(occurrences(&[slot], &calendar, *now, 3)));
        }
    }
}

/// A settings file.
pub fn settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut settings = Settings::built_in();
    let problem = settings.lay_file(Path::new("/config/settings.toml"), text);
    plain(&problem.as_ref().map(ToString::to_string).unwrap_or_default());
    assert!((1..=120).contains(&settings.hide_after_minutes.value));
    assert!((1..=240).contains(&settings.erase_after_minutes.value));
    assert!(settings.pin.value.is_none_or(|pin| (4..=8).contains(&pin.len()) && pin.parse::<u32>().is_ok()));
    assert!(problem.is_some() || settings.unreadable_catalogue.is_none());
}

/// A user's keymap.
pub fn keymap(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (keymap, problems) = Keymap::built_in().with_user(text, "keymap.toml");
    problems.iter().for_each(|problem| plain(&problem.to_string()));
    assert!(problems.is_empty() || keymap == Keymap::built_in(), "a keymap with a mistake is not taken");
    for letter in ['a', ' ', '\u{e9}'] {
        assert_eq!(keymap.action(Context::Desk, Chord::typed(letter)), None, "letters are for typing");
    }
    for (context, actions) in keymap.list() {
        for (action, keys) in actions {
            plain(&keys);
            let chord = keymap.key(context, action);
            assert_eq!(chord.and_then(|chord| keymap.action(context, chord)), Some(action));
        }
    }
}

/// A file for `enquiries import`.
pub fn enquiries(data: &[u8]) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.jsonl");
    std::fs::write(&file, data).unwrap();
    thread_local! { static FOLDER: tempfile::TempDir = tempfile::tempdir().unwrap(); }
    FOLDER.with(|folder| {
        let mut store = Store::open(folder.path()).unwrap();
        assert_eq!(store.condition(), &Condition::Ready);
        let all = |store: &Store| -> Vec<Row> { store.between(NaiveDate::MIN, NaiveDate::MAX).unwrap() };
        let before = all(&store);
        match store.import(std::slice::from_ref(&file)) {
            Err(refused) => {
                plain(&refused.to_string());
                assert_eq!(all(&store), before, "what is refused changes nothing");
            }
            Ok(moved) => {
                assert_eq!(all(&store).len() + moved.erased, before.len() + moved.added);
                let after = all(&store);
                let again = store.import(std::slice::from_ref(&file)).unwrap();
                assert_eq!((again.added, again.erased), (0, 0), "twice is once");
                assert_eq!(all(&store), after);
                assert!(after.iter().all(|row| row.enquiry.faults().is_empty()));
            }
        }
    });
}

/// Keys by name, in the order of their byte in the input.
const NAMED: [&str; 32] = [
    "enter",
    "tab",
    "shift-tab",
    "down",
    "up",
    "left",
    "right",
    "esc",
    "backspace",
    "delete",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "pagedown",
    "pageup",
    "space",
    "home",
    "end",
    "ctrl-q",
    "ctrl-u",
    "ctrl-a",
    "ctrl-left",
    "ctrl-backspace",
    "ctrl-delete",
    "insert",
    "alt-x",
];

/// The workers that may die.
const PARTS: [Part; 4] = [Part::Search, Part::Store, Part::Jobs, Part::Print];

/// A word that only a family says; it must be nowhere once their visit ended.
const CANARY: &str = "zyxq";

/// Words by their byte in the input, behind the keys. Some make a visit sensitive.
const WORDS: [&str; 12] = [
    "food",
    "debt",
    "zyxq he hits ",
    "zyxq",
    "hits",
    "refuge",
    "play",
    "f",
    "no such words",
    "\u{e9}t\u{e9}",
    "\u{645}\u{631}\u{62d}",
    "\u{1f46a}",
];

/// A stream of keys, sizes, answers and failures into the screen.
pub fn keys(data: &[u8]) {
    let mut desk = Desk::new();
    let mut input = data.iter().copied().take(400);
    let mut steps = 0_u32;
    while let Some(byte) = input.next() {
        let sensitive = desk.app.is_sensitive().then(|| visit(&desk));
        let mut next = || input.next().unwrap_or_default();
        let flip = |switch: &AtomicBool| {
            switch.fetch_xor(true, Ordering::Relaxed);
        };
        let at = usize::from(byte);
        match byte {
            // Sent and not pressed, because a press draws each key, which is most of the time.
            _ if at < NAMED.len() => desk.send(Msg::Key(Chord::parse(NAMED[at]).unwrap())),
            _ if at < NAMED.len() + WORDS.len() => {
                WORDS[at - NAMED.len()].chars().for_each(|c| desk.send(Msg::Key(Chord::typed(c))));
            }
            b'0'..=b'9' | b'a'..=b'z' => desk.send(Msg::Key(Chord::typed(char::from(byte)))),
            // Only 0x80 and above, beside a few signs, is left for what is no key.
            0x80 => desk.resize(next().into(), next().into()),
            0x81 => desk.wait(next().into()),
            0x82 => desk.hold(),
            0x83 => desk.release(),
            0x84 => flip(&desk.fake.disk_full),
            0x85 => flip(&desk.fake.no_printer),
            0x86 => flip(&desk.fake.panics),
            0x87 => flip(&desk.fake.nothing_near),
            0x88 => desk.send(Msg::Died(PARTS[usize::from(next()) % PARTS.len()])),
            0x89 => desk.send(Msg::Slept(Duration::from_secs(60 * u64::from(next())))),
            0x8a => desk.send(Msg::Face(None, Duration::from_secs(u64::from(next()) * 600))),
            0x8b => {
                let pasted: Vec<u8> = (0..next()).map(|_| next()).collect();
                desk.send(Msg::Paste(String::from_utf8_lossy(&pasted).into_owned()));
            }
            0x8c => {
                let code = u32::from_be_bytes([0, next(), next(), next()]);
                char::from_u32(code).into_iter().for_each(|c| desk.send(Msg::Key(Chord::typed(c))));
            }
            0x8d => desk.waiting.clear(),
            0x8e => desk.resize(80, 24),
            _ => {}
        }
        let ended = sensitive.is_some_and(|before| before != visit(&desk));
        steps += 1;
        if ended || desk.app.is_veiled() || byte >= 0x80 || steps.is_multiple_of(4) {
            look(&desk, ended);
        }
    }
    desk.release();
    look(&desk, false);
    let saved = desk.saved();
    let ids: BTreeSet<_> = saved.iter().map(|enquiry| enquiry.id).collect();
    assert_eq!(ids.len(), saved.len(), "an enquiry counts once");
}

/// Returns the number of the visit, from the state as it is told to programmers.
fn visit(desk: &Desk) -> String {
    let state = format!("{:?}", desk.app);
    let number = state.split_once("Family { number: ").and_then(|(_, rest)| rest.split_once(','));
    number.map(|(number, _)| number.to_owned()).unwrap()
}

/// Draws the screen and looks at what must always hold. `ended` says that a sensitive visit ended just now.
fn look(desk: &Desk, ended: bool) {
    let (width, height) = desk.size();
    let (screen, cursor) = desk.seen();
    assert!(cursor.x < width.max(1) && cursor.y < height.max(1), "the cursor stands outside: {cursor:?}");
    if desk.app.is_veiled() {
        assert!(!screen.contains(CANARY), "seen behind the idle screen:\n{screen}");
        assert!(!desk.app.is_sensitive(), "a sensitive visit stays behind the idle screen");
    }
    if ended {
        let state = format!("{:?}", desk.app);
        assert!(!state.contains(CANARY) && !screen.contains(CANARY), "left of a sensitive visit: {state}");
    }
}
