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
    /// Uses colours besides bold, underlined and reversed.
    pub colours: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { rules: true, colours: true }
    }
}

impl Theme {
    /// Returns the theme for this environment: without any colour where `NO_COLOR` is set. Leaving that to the terminal's library is not enough: it then writes an empty colour, which takes bold and reversed away too.
    pub fn from_env() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colours: !refused, ..Self::default() }
    }

    /// Returns how a meaning looks. Only colours that every terminal adapts to its own background, and never dark grey, which many show as nothing.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let colour = |style: Style, colour| if self.colours { style.fg(colour) } else { style };
        let bold = plain.add_modifier(Modifier::BOLD);
        match role {
            Role::Plain | Role::Rule => plain,
            Role::Title => bold,
            Role::Label | Role::Detail => colour(plain, Color::Cyan),
            Role::Selected => bold.add_modifier(Modifier::REVERSED),
            Role::Marked => bold.add_modifier(Modifier::UNDERLINED),
            Role::Problem => colour(bold, Color::Red),
            Role::Done => colour(bold, Color::Green),
            Role::Prompt => colour(bold, Color::Yellow),
            Role::Example => colour(bold, Color::Magenta),
            Role::Key => bold.add_modifier(Modifier::REVERSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_meaning_that_matters_rests_on_colour_alone() {
        let theme = Theme { colours: false, ..Theme::default() };
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
            assert_eq!(theme.style(role).fg, None, "{role:?}");
        }
        let grey = [Some(Color::DarkGray), Some(Color::Gray)];
        assert!(!grey.contains(&Theme::default().style(Role::Detail).fg));
    }
}
