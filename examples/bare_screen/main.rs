//! The least that a ratatui program can be: takes the terminal, draws one full frame, and waits for a key. `cargo bench` starts it beside the desk.

use ratatui::text::Line;
use ratatui::widgets::Paragraph;

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        terminal.draw(|frame| {
            let area = frame.area();
            let mut lines: Vec<Line> = (1..area.height).map(|n| Line::from(format!(" Line {n} of a screen"))).collect();
            lines.push(Line::from(" Ready"));
            frame.render_widget(Paragraph::new(lines), area);
            frame.set_cursor_position((1, 1));
        })?;
        ratatui::crossterm::event::read().map(drop)
    })
}
