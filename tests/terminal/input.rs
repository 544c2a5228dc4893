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
