//! Draws the real screen, at a fixed hour on the starter catalogue, as the picture in the README:
//! `cargo run --example picture -- assets/screen.svg "rn out of food and nappies"`

mod svg;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Setup};
use signpost::keymap::{Chord, Keymap};
use signpost::paths::Paths;
use signpost::settings::{Overrides, Settings, ThemeName};
use signpost::theme::{Depth, Theme};
use signpost::tui::app::{App, Msg, Start};
use signpost::tui::{answer, view};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// A Monday morning on which most things are open.
const HOUR: &str = "2026-11-23T10:15";
const SIZE: (u16, u16) = (110, 30);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "assets/screen.svg".to_owned());
    let typed = arguments.next().unwrap_or_else(|| "run out of food and nappies".to_owned());
    let home = tempfile::tempdir()?;
    let desk = Desk::open(setup(home.path())?);
    std::fs::write(&path, svg::picture(&screen(&desk, &typed)?))?;
    println!("{path}");
    Ok(())
}

fn setup(home: &Path) -> Result<Setup, Box<dyn Error>> {
    let place = |name: &str| home.join(name);
    let paths = Paths { config: place("config"), data: place("data"), cache: place("cache") };
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("services_catalog");
    let (settings, _) = Settings::load(&paths.config, &Overrides { catalogue: Some(starter), ..Overrides::default() });
    Ok(Setup { paths, settings, settings_problems: Vec::new(), clock: Clock::fixed(parse_now(HOUR)?) })
}

/// Types into the real screen and returns what it shows.
fn screen(desk: &dyn Backend, typed: &str) -> Result<ratatui::buffer::Buffer, Box<dyn Error>> {
    let opened = Instant::now();
    let mut app = App::new(Start::of(desk), Keymap::built_in(), Theme::new(ThemeName::default(), Depth::Full));
    let keys = typed.chars().map(|c| Msg::Key(Chord::typed(c)));
    for msg in std::iter::once(Msg::Size(SIZE.0, SIZE.1)).chain(keys) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            waiting.extend(app.update(msg).into_iter().filter_map(|effect| answer(desk, effect, opened)));
        }
    }
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
    terminal.draw(|frame| view::draw(&app, frame))?;
    Ok(terminal.backend().buffer().clone())
}
