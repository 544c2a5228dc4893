//! The looks: what real frames are made of, with every theme, on every page.

use super::common::Home;
use super::driver::Desk;
use super::fake::Fake;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;
use signpost::desk::Notice;
use signpost::keymap::Keymap;
use signpost::settings::ThemeName;
use signpost::theme::{Depth, Role, Theme};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use strum::IntoEnumIterator;

/// Keys that lead to every page and every focus, and a piece of the line in which the cursor stands then.
const PLACES: &[(&str, &str)] = &[
    ("", "Search:"),
    ("food", "Search: food"),
    ("food<enter>", "Search: food"),
    ("xylophone", "Search: xylophone"),
    ("food<tab>", "Quay Street food bank"),
    ("food<down>", "Riverside pantry"),
    ("food<enter><tab><tab>", "Quay Street food bank"),
    ("food<enter>debt<enter><shift-tab>", "Quay Street food bank"),
    ("he hits", "Search: he hits"),
    ("he hits<tab>", "Somebody may be in danger"),
    ("he hits<tab><esc>", "Search: he hits"),
    ("food<enter><f4>", "Food banks and meals"),
    ("food<enter><f4><left>", "nothing to offer"),
    ("food<enter><f4><left><enter>", "why nothing"),
    ("food<enter><f4><down>deb", "Another need"),
    ("food<enter><f4><end>", "given: Quay Street"),
    ("he hits<enter><f4>", "Abuse at home"),
    ("pantry<enter><f2>", "Print and log"),
    ("food<enter><f2>Hi", "Hi"),
    ("he hits<enter><f2>", "Read it out"),
    ("food<enter><f2><f3>", "Write the slip to:"),
    ("food<enter><ctrl-l>", "English"),
    ("he hits<enter><f2><ctrl-l>ur<enter>", "Read it out"),
    ("he hits<enter><f2><enter>", "Log without paper"),
    ("food<enter><f2><f2><down>", "back-office"),
    ("food<enter><f2><down><down><down><down><down><enter>", "large print"),
    ("food<enter><f7><enter>", "again?"),
    ("food<enter><f7>", "Print this slip"),
    ("<f6>", "Today's enquiries"),
    ("<f3><f6>", "quick chat"),
    ("<f3><f5>", "Take back"),
    ("<ctrl-k>", "Families"),
    ("<ctrl-o>", "On duty"),
    ("food<ctrl-p>", "Do:"),
    ("food<ctrl-p>zebra", "Do: zebra"),
    ("food<ctrl-p><down>", "log"),
    ("food<ctrl-f>", "Age"),
    ("food<ctrl-y><tab>", "young person"),
    ("food saturday<tab>", "(Saturday)"),
    ("mediation<enter>", "Search: mediation"),
    ("mediation<enter><f2>", "Print and log"),
    ("<f1>", "The catalogue of 21"),
    ("food<f8><ctrl-q>", "Close Signpost?"),
    ("food<f9>", ""),
    ("<f2>", "Search:"),
];

/// Every theme at every depth, once.
fn themes() -> Vec<Theme> {
    let mut all: Vec<Theme> = Vec::new();
    for theme in ThemeName::iter().flat_map(|name| Depth::iter().map(move |depth| Theme::new(name, depth))) {
        if !all.contains(&theme) {
            all.push(theme);
        }
    }
    all
}

fn desk(theme: Theme, keys: &str) -> Desk {
    let notice = Notice { text: "The catalogue of 21 November serves.".into(), alert: true };
    let fake = Fake { notices: vec![notice], no_printer: true.into(), ..Fake::default() };
    let mut desk = Desk::dressed(fake, Keymap::built_in(), theme);
    desk.press_blind(keys);
    desk
}

/// Draws every place in these sizes and shows each frame, with a piece of the line in which the cursor should stand and what to say when something is wrong.
fn each_frame(theme: Theme, sizes: &[(u16, u16)], mut look: impl FnMut(&mut Terminal<TestBackend>, &str, &str)) {
    for (keys, line) in PLACES {
        let mut desk = desk(theme, keys);
        for size in sizes {
            desk.resize(size.0, size.1);
            look(&mut desk.draw(), line, &format!("{theme:?} {size:?} {keys}"));
        }
    }
}

/// Returns whether a character is drawn and not written: lines, blocks, shapes, braille.
fn is_drawing(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2500}'..='\u{27bf}' | '\u{2800}'..='\u{2bff}')
}

#[test]
fn every_cell_of_every_page_has_a_proved_pair() {
    for theme in themes() {
        let looks: Vec<_> = Role::iter().map(|role| theme.style(role)).collect();
        let proved = |cell: &ratatui::buffer::Cell| {
            looks.iter().any(|look| {
                (look.fg.unwrap_or_default(), look.bg.unwrap_or_default(), look.add_modifier)
                    == (cell.fg, cell.bg, cell.modifier)
            })
        };
        let mut seen = BTreeSet::new();
        each_frame(theme, &[(80, 24), (200, 60), (60, 10)], |terminal, _, place| {
            for cell in terminal.backend().buffer().content() {
                assert!(proved(cell), "{place}: {cell:?}");
                seen.insert((cell.fg.to_string(), cell.bg.to_string(), cell.modifier.bits()));
            }
        });
        // The pages show most of what a theme has, else this proves little.
        assert!(seen.len() >= 4, "{theme:?}: {seen:?}");
    }
}

#[test]
fn the_plain_theme_draws_no_line_and_sets_no_colour() {
    let themes = [(Theme::new(ThemeName::Plain, Depth::Full), false), (Theme::default(), true)];
    for (theme, draws) in themes {
        let mut drawn = BTreeSet::new();
        let mut coloured = false;
        each_frame(theme, &[(80, 24), (200, 60)], |terminal, _, _| {
            for cell in terminal.backend().buffer().content() {
                drawn.extend(cell.symbol().chars().filter(|c| is_drawing(*c)));
                coloured |= (cell.fg, cell.bg) != (Color::Reset, Color::Reset);
            }
        });
        assert_eq!((!drawn.is_empty(), coloured), (draws, draws), "{theme:?}: {drawn:?}");
    }
}

#[test]
fn the_plain_theme_says_states_in_words() {
    let plain = Theme::new(ThemeName::Plain, Depth::None);
    let mut desk = desk(plain, "food<enter>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food
    Problem: The catalogue of 21 November serves.

     1 of 3
    > Quay Street food bank (in the basket)        Quay Street food bank
      EXAMPLE Three days of food for the whole…    EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free    An organisation (example)
      checked 23 days ago by phone                 Three days of food for the whole
      Riverside pantry                             family.
      EXAMPLE Weekly food shop for a small fee     How to get in:
      Riversi… · open now until 5pm · £4 a visit     Just turn up.
      checked 23 days ago by phone                 Phone:
      Food and mood                                  01632 960 123
      EXAMPLE Course on food and feeling better    When:
      Mill Lane library · Thu 1pm · free             Tue 10am
      checked 23 days ago by phone                 Where:
                                                     Quay Street church hall
                                                   Cost:
                                                     free
     Basket (1): EXAMPLE Quay Street food bank
    Added Quay Street food bank. F4 logs it, F2 shows the slip. Or type what else
    they need.
    Enter add  F4 log  F2 slip  F7 print and log  Tab next part  F9 hide  F1 help
    ");
    desk.fake.disk_full.store(true, Ordering::Relaxed);
    desk.press("<f4><enter>");
    assert!(desk.said().contains("Problem: Not saved"), "{}", desk.said());
}

#[test]
fn the_cursor_stands_at_the_focus_on_every_page_with_every_theme() {
    for theme in themes() {
        each_frame(theme, &[(80, 24), (200, 60)], |terminal, line, place| {
            let cursor = terminal.get_cursor_position().unwrap();
            let buffer = terminal.backend().buffer();
            assert!(buffer.area.contains(cursor), "{place}: {cursor}");
            let here: String = (0..buffer.area.width).map(|x| buffer[(x, cursor.y)].symbol()).collect();
            assert!(here.contains(line), "{place}: {here}");
        });
    }
}

#[test]
fn a_theme_is_chosen_by_file_environment_and_flag_and_a_bad_one_is_told() {
    let home = Home::new();
    home.write("config/settings.toml", "theme = \"high contrast\"\n");
    let told = home.run(&["keys"]).err.replace(&home.path("config").display().to_string(), "CONFIG");
    assert_eq!(
        told,
        "CONFIG/settings.toml:1:9: theme must be one of default, high-contrast, plain, not \"high contrast\"; did you mean high-contrast? Mend this line; until then what it sets is not set.\n"
    );
    let flag = home.run(&["keys", "--theme", "dark"]);
    assert_eq!(flag.code, 2);
    assert!(flag.err.contains("default, high-contrast, plain"), "{}", flag.err);
    let environment = super::common::answer(home.command().env("SIGNPOST_THEME", "dark").arg("keys").output().unwrap());
    assert!(environment.err.contains("SIGNPOST_THEME must be one of"), "{}", environment.err);
    assert_eq!(home.run(&["keys", "--theme", "plain"]).code, 0);
}
