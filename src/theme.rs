//! What things on screen mean, and how that looks. Code names meanings and never colours; no meaning rests on colour alone.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text on screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// A name or heading.
    Title,
    /// A label before a value.
    Label,
    /// Where it stands, when, what it costs.
    Detail,
    /// The marked line of the part that has the focus.
    Selected,
    /// The marked line of a part that does not have the focus.
    Marked,
    /// Something went wrong, or must be read first.
    Problem,
    /// Something worked.
    Done,
    /// What to do when somebody may be in danger.
    Prompt,
    /// An invented entry.
    Example,
    /// The name of a key.
    Key,
    /// Lines between parts.
    Rule,
}

/// How each meaning looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Draws lines between parts.
    pub rules: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { rules: true }
    }
}

impl Theme {
    /// Returns how a meaning looks. Only colours that every terminal adapts to its own background, and never dark grey, which many show as nothing.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        match role {
            Role::Plain | Role::Rule => plain,
            Role::Title => bold,
            Role::Label | Role::Detail => plain.fg(Color::Cyan),
            Role::Selected => bold.add_modifier(Modifier::REVERSED),
            Role::Marked => bold.add_modifier(Modifier::UNDERLINED),
            Role::Problem => bold.fg(Color::Red),
            Role::Done => bold.fg(Color::Green),
            Role::Prompt => bold.fg(Color::Yellow),
            Role::Example => bold.fg(Color::Magenta),
            Role::Key => bold.add_modifier(Modifier::REVERSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_meaning_that_matters_rests_on_colour_alone() {
        let theme = Theme::default();
        for role in [
            Role::Title,
            Role::Selected,
            Role::Marked,
            Role::Problem,
            Role::Done,
            Role::Prompt,
            Role::Example,
            Role::Key,
        ] {
            assert!(!theme.style(role).add_modifier.is_empty(), "{role:?}");
        }
        let grey = [Some(Color::DarkGray), Some(Color::Gray)];
        assert!(!grey.contains(&theme.style(Role::Detail).fg));
    }
}
