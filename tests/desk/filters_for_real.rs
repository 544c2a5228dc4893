//! Every filter set by its keys on the real screen, over the real desk on the starter catalogue.

use super::common::{Home, NOW, starter};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use signpost::catalogue::{Access, Day, Delivery, Folder, Nation};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Catalogue, Desk, Listed, Setup};
use signpost::keymap::{Chord, Keymap};
use signpost::paths::Paths;
use signpost::search::{Area, Ask, Filters, From, Sort};
use signpost::settings::{Overrides, Settings};
use signpost::snapshot::Cache;
use signpost::theme::Theme;
use signpost::tui::app::{App, Msg, Start};
use signpost::tui::{answer, view};
use std::time::Instant;

/// Wide enough for whole names and three lines a result, and tall enough for all that a search brings.
const SIZE: (u16, u16) = (200, 170);

/// How many results a search brings.
const MOST: usize = 50;

/// Columns of the list at this width.
const LIST: usize = 99;

/// The real screen over the real desk.
struct Screen<'a> {
    app: App,
    desk: &'a dyn Backend,
    opened: Instant,
}

impl<'a> Screen<'a> {
    fn new(desk: &'a dyn Backend) -> Self {
        let app = App::new(Start::of(desk), Keymap::built_in(), Theme::default());
        let mut screen = Self { app, desk, opened: Instant::now() };
        screen.send(Msg::Size(SIZE.0, SIZE.1));
        screen
    }

    fn send(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            let effects = self.app.update(msg).into_iter();
            waiting.extend(effects.filter_map(|effect| answer(self.desk, effect, self.opened)));
        }
    }

    fn press(&mut self, key: &str) {
        self.send(Msg::Key(Chord::parse(key).unwrap()));
    }

    fn lines(&self) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        let cells = terminal.backend().buffer().content();
        cells.chunks(SIZE.0.into()).map(|row| row.iter().map(|cell| cell.symbol()).collect()).collect()
    }

    /// Returns the first line of each result on screen, of as many as the count above the list says.
    fn listed(&self) -> Vec<String> {
        let lines = self.lines();
        let top = lines.iter().position(|line| line.starts_with(" 1 of "));
        let top = top.unwrap_or_else(|| panic!("nothing is listed:\n{}", lines.join("\n")));
        let count: usize = lines[top].trim().rsplit(' ').next().unwrap().parse().unwrap();
        let rows = lines[top + 1..].iter().step_by(3).take(count);
        rows.map(|line| line.chars().take(LIST).collect::<String>().trim_end().to_owned()).collect()
    }
}

/// Returns the first line of a result.
fn told((place, listed): (usize, &Listed)) -> String {
    let lead = if place == 0 { ">" } else { " " };
    let hindrance = listed.hindrance.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
    format!("{lead} {}{hindrance}", listed.name)
}

#[test]
fn every_filter_and_both_orders_list_by_their_keys_what_the_catalogue_finds() {
    let home = Home::new();
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    let desk = Desk::open(Setup { paths, settings, settings_problems, clock });
    let hub = desk.face().hub_id;
    let folder = Folder::Disk(starter());
    let snapshot = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap().snapshot;
    let catalogue = Catalogue::new(snapshot, Some(&hub), clock);

    let only = |filters| Ask { filters, ..Ask::default() };
    // What is near comes first among what the words find; the filters are set without words.
    let near = |from| Ask { sort: Sort::Distance(from), ..Ask::of("food") };
    let none = Filters::default;
    // The panel's line, the keys on it, and what they ask for.
    let cases: [(usize, &[&str], Ask); 12] = [
        (0, &["3"], only(Filters { age: Some(3), ..none() })),
        (1, &["right"], only(Filters { area: Some(Area::Hub(hub.clone())), ..none() })),
        (2, &["w"], only(Filters { nation: Some(Nation::Wales), ..none() })),
        (3, &["t", "u"], only(Filters { day: Some(Day::Tu), ..none() })),
        (4, &["y"], only(Filters { open_now: true, ..none() })),
        (5, &["y"], only(Filters { free: true, ..none() })),
        (6, &["p", "o", "l"], only(Filters { language: Some("pl".into()), ..none() })),
        (7, &["p", "h"], only(Filters { delivery: Some(Delivery::Phone), ..none() })),
        (8, &["s"], only(Filters { access: Some(Access::SelfReferral), ..none() })),
        (9, &["y"], only(Filters { step_free: true, ..none() })),
        (10, &["right"], near(From::Hub(hub.clone()))),
        (11, &["c", "b", "4"], near(From::Outcode("CB4".into()))),
    ];
    for (line, keys, ask) in cases {
        let mut screen = Screen::new(&desk);
        ask.text.chars().for_each(|letter| screen.send(Msg::Key(Chord::typed(letter))));
        screen.press("ctrl-f");
        (0..line).for_each(|_| screen.press("down"));
        keys.iter().for_each(|key| screen.press(key));
        screen.press("esc");
        let found = catalogue.find(&ask, MOST).unwrap().listed;
        let expected: Vec<String> = found.iter().enumerate().map(told).collect();
        assert!(!expected.is_empty(), "{ask:?}");
        assert_eq!(screen.listed(), expected, "{ask:?}");
        assert!(!screen.app.is_sensitive(), "{ask:?}: nobody spoke of {}", expected[0]);
    }
}
