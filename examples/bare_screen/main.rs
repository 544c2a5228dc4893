//! The least that a ratatui program can be: takes the terminal, draws one full frame, and then each letter that is typed. `cargo bench` starts it and types at it beside the desk.

use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        let mut typed = ' ';
        loop {
            terminal.draw(|frame| {
                let area = frame.area();
                let mut lines: Vec<Line> =
                    (1..area.height).map(|n| Line::from(format!(" Line {n} of a screen"))).collect();
                lines.push(Line::from(format!(" Ready {typed}")));
                frame.render_widget(Paragraph::new(lines), area);
                frame.set_cursor_position((1, 1));
            })?;
            match read()? {
                Event::Key(key) => match key.code {
                    KeyCode::Char(letter) => typed = letter,
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    })
}
