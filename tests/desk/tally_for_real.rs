//! The page of tallies over the real desk and its store.

use super::common::{Home, NOW, on_starter, starter};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Setup};
use signpost::keymap::{Chord, Keymap};
use signpost::paths::Paths;
use signpost::settings::{Overrides, Settings};
use signpost::theme::Theme;
use signpost::tui::app::{App, Msg, Start};
use signpost::tui::{answer, view};
use std::time::Instant;
use uuid::Uuid;

const SIZE: (u16, u16) = (160, 400);

/// Need, hub and how many enquiries there were, none of which is shown as it is.
const COUNTED: [(&str, &str, u64); 4] = [
    ("housing", "example-riverside", 143),
    ("food-support", "example-market-square", 122),
    ("domestic-abuse", "example-market-square", 116),
    ("debt-advice", "example-riverside", 3),
];

/// A desk with some months of enquiries from elsewhere.
fn desk(home: &Home) -> Desk {
    let from = Uuid::from_u128(1);
    let mut lines = vec![format!(
        r#"{{"signpost":{{"kind":"enquiries","format":1,"desks":[{{"desk":"{from}","last_day":"2026-11-20"}}]}}}}"#
    )];
    let mut id = 1_u128 << 64;
    for (need, hub, count) in COUNTED {
        for at in 0..count {
            id += 1;
            let (id, month) = (Uuid::from_u128(id), 9 + at % 3);
            let outcome = if at % 4 == 0 {
                r#""nothing-to-offer","reason":"waiting-list""#
            } else {
                r#""signposted","reason":null"#
            };
            lines.push(format!(
                r#"{{"enquiry":{{"desk":"{from}","day":"2026-{month:02}-12","hour":10,"test":false,"id":"{id}","hub":"{hub}","kind":"enquiry","channel":"phone","asker":"mother","needs":[{{"need":"{need}","outcome":{outcome}}}],"services":[],"ages":["5-10"],"send":"not-asked","language":"pl","interpreter":"no","been_before":"no"}}}}"#
            ));
        }
    }
    lines.push(format!(r#"{{"end":{{"enquiries":{},"undone":0}}}}"#, lines.len() - 1));
    let file = home.write("elsewhere-001.jsonl", &format!("{}\n", lines.join("\n")));
    let moved = on_starter(home, &["enquiries", "import", &file.display().to_string()]);
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    Desk::open(Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(NOW).unwrap()) })
}

struct Screen<'a> {
    app: App,
    desk: &'a dyn Backend,
}

impl Screen<'_> {
    fn send(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            let effects = self.app.update(msg).into_iter();
            waiting.extend(effects.filter_map(|effect| answer(self.desk, effect, Instant::now())));
        }
    }

    fn press(&mut self, keys: &str) -> String {
        keys.split(' ').for_each(|key| self.send(Msg::Key(Chord::parse(key).unwrap())));
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        let cells = terminal.backend().buffer().content();
        let lines = cells.chunks(SIZE.0.into()).map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
        lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn what_was_counted_stands_there_protected_in_every_part_and_period() {
    let home = Home::new();
    let desk = desk(&home);
    let app = App::new(Start::of(&desk), Keymap::built_in(), Theme::default());
    let mut screen = Screen { app, desk: &desk };
    screen.send(Msg::Size(SIZE.0, SIZE.1));
    let line = |seen: &str, name: &str| -> String {
        let found = seen.lines().skip(1).find(|line| line.trim_start_matches(['>', ' ']).starts_with(name));
        found.unwrap_or_else(|| panic!("no {name}:\n{seen}")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // The whole year: every enquiry is in it.
    let whole = screen.press("alt-t f2 tab");
    assert!(whole.contains("April 2026 to March 2027"), "{whole}");
    for (name, shown) in [("Housing", "145"), ("Food", "120"), ("Domestic abuse", "115"), ("Debt", "[c]")] {
        assert!(line(&whole, name).contains(&format!(" {shown} ")), "{name}: {whole}");
    }
    assert!(!whole.contains(" More"), "every table of a release has its part: {whole}");
    let hubs = screen.press("tab");
    assert!(line(&hubs, "Market Square Family Hub").ends_with(" 240"), "{hubs}");
    assert!(
        hubs.contains("St Anne's Hall together"),
        "names of hubs that are shown together stand there whole: {hubs}"
    );
    // What is sensitive is shown for the locality only.
    let mut alone = 0;
    loop {
        let seen = screen.press("f3 shift-tab");
        if seen.contains("Domestic abuse") {
            break;
        }
        assert!(seen.contains(", April 2026"), "{seen}");
        alone += 1;
        screen.press("tab");
    }
    assert!((1..6).contains(&alone), "a hub that is shown together with others is not chosen alone: {alone}");
    // Nothing is shown as it is, anywhere.
    let truths = ["143", "122", "116", "384", "146", "238", "48", "47", "41", "39", "36", "31", "29", "96"];
    for period in ["f2", "f2", "left", "left", "f2", "f3", "f2", "f3"] {
        screen.press(period);
        for _ in 0..7 {
            let seen = screen.press("tab");
            assert!(seen.contains("Protected, not for publication: 1 to 7 is [c], others rounded to 5."), "{seen}");
            let numbers = seen.lines().filter(|line| !line.contains("services listed"));
            for word in numbers.flat_map(|line| line.split([' ', ';', ',', '%'])) {
                assert!(!truths.contains(&word), "{word}: {seen}");
            }
        }
    }
}

#[test]
fn a_desk_on_which_nothing_was_counted_says_so() {
    let home = Home::new();
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    let desk = Desk::open(Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(NOW).unwrap()) });
    let app = App::new(Start::of(&desk), Keymap::built_in(), Theme::default());
    let mut screen = Screen { app, desk: &desk };
    screen.send(Msg::Size(80, 24));
    let seen = screen.press("alt-t");
    assert!(seen.contains("October to December 2026") && seen.contains("missing or end early"), "{seen}");
    assert!(screen.press("left").contains("Nothing was counted before October to December 2026."));
}
