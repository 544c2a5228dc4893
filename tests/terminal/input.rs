//! What arrives at a real terminal: keys that race a resize, the mouse, and pasted text.

use super::Terminal;
use std::process::Command;

/// How often keys race a resize.
const ROUNDS: u16 = 200;

impl Terminal {
    /// Stops or continues the program, as a machine under load does for longer than anybody likes.
    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args([name, &id]).status().expect("kill is part of every Unix");
        assert!(sent.success());
    }
}

#[test]
fn keys_and_sizes_that_arrive_in_one_moment_are_all_taken() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    for round in 1..=ROUNDS {
        let (columns, rows) = (80 + round % 7, 24 + round % 5);
        // Half of the rounds find the program asleep, so that both are there when it wakes.
        let asleep = round % 2 == 0;
        if asleep {
            desk.signal("-STOP");
        }
        desk.resize(columns, rows);
        desk.press("x");
        if asleep {
            desk.signal("-CONT");
        }
        let what = format!("letter at {columns}x{rows} in round {round}");
        desk.until(&what, |screen| {
            let last = screen.rows(0, columns).nth(usize::from(rows) - 4).unwrap_or_default();
            screen.contents().contains("Search: x") && last.contains("Basket: empty")
        });
        desk.press("\x7f");
        desk.shows("what does the family need");
    }
}

#[test]
fn a_burst_longer_than_any_buffer_is_taken_whole() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    desk.press(&format!("{}end", format!("{}{}", "x".repeat(400), "\x7f".repeat(400)).repeat(2)));
    desk.shows("Search: end");
}

impl Terminal {
    /// Presses and releases the mouse's first button on a place of the screen.
    fn click(&mut self, (column, line): (usize, usize)) {
        self.press(&format!("\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m", column + 1, line + 1));
    }

    /// Presses the mouse's first button on a hint, once it is there.
    fn click_hint(&mut self, hint: &str) {
        self.shows(hint);
        let rows: Vec<String> = self.screen.screen().rows(0, 80).collect();
        let line = rows.iter().rposition(|row| row.contains(hint)).unwrap();
        let column = rows[line][..rows[line].find(hint).unwrap()].chars().count();
        self.click((column, line));
    }
}

#[test]
fn the_mouse_is_taken_marks_presses_hints_and_is_given_back() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    // Presses and the wheel, and not every movement.
    assert_eq!(desk.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::PressRelease);
    desk.press("food");
    desk.shows("1 of ");
    // The second result, three times, with a turn of the wheel to the third and back.
    for _ in 0..3 {
        desk.click((10, 8));
        desk.shows("2 of ");
    }
    desk.press("\x1b[<65;11;9M");
    desk.shows("3 of ");
    desk.press("\x1b[<64;11;9M");
    desk.shows("2 of ");
    desk.shows("Basket: empty");
    desk.click_hint("F4 log");
    desk.shows("Log this enquiry");
    desk.click_hint("Esc back");
    desk.shows("2 of ");
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.click((10, 8));
    desk.click_hint("Enter yes");
    desk.ends();
}

#[test]
fn a_mouse_that_is_switched_off_stays_the_terminals() {
    let config = tempfile::tempdir().unwrap();
    std::fs::write(config.path().join("settings.toml"), "mouse = false\n").unwrap();
    let mut desk = Terminal::start(&[("SIGNPOST_CONFIG_DIR", config.path().to_str().unwrap())]);
    desk.shows("Search:");
    desk.press("food");
    desk.shows("1 of ");
    assert_eq!(desk.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.press("\r");
    desk.ends();
}

#[test]
fn pasted_keys_press_none() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    // Ctrl-P, Ctrl-K, Ctrl-Q, F3 and Enter, as somebody may have copied them.
    desk.press("\x1b[200~a\x10b\x0bc\x11d\x1bORe\rf\x1b[201~");
    desk.shows("Search: abcdORe f");
    desk.press("\x10");
    desk.shows("Everything that can be done here");
    desk.press("\x1b[200~quick\r\x1b[201~");
    desk.shows("Do: quick");
    desk.press("\x1b");
    desk.shows("Search: abcdORe f");
    desk.press("\x0b");
    desk.shows("NOT FOR PUBLICATION");
    desk.press("\x1b[200~\r\x1b[201~");
    desk.until("no enquiry", |screen| {
        let row = screen.rows(0, 80).find(|row| row.contains("Quick chats")).unwrap_or_default();
        row.split_whitespace().collect::<Vec<_>>() == ["Quick", "chats", "0", "0"]
    });
    desk.press("\x0f");
    desk.shows("Family navigator: extension 205");
    desk.press("\x1b");
    desk.shows("Search: abcdORe f");
}
