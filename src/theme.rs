//! What things on screen mean, and how that looks. Code names meanings and never colours; no meaning rests on colour alone.

mod looks;

use crate::settings::ThemeName;
use ratatui::style::{Modifier, Style};
use std::ffi::OsString;
use strum::EnumIter;

/// What a piece of text on screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter)]
pub enum Role {
    /// Ordinary text, and everything that is empty.
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

/// How many colours the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter)]
pub enum Depth {
    /// None are wanted: bold, underlined and reversed only.
    None,
    /// The sixteen that every terminal names, and shows as it likes.
    #[default]
    Sixteen,
    /// Any, exactly as asked for.
    Full,
}

/// How each meaning looks.
///
/// Contrast is a fact here and not a hope: a theme with colours sets the letter and the ground of every cell, also the empty ones, to a pair that is tested (4.5 to 1, in high contrast 7 to 1). Leaving the terminal's own ground and setting letters alone can't be tested, because nobody knows that ground.
/// Where a terminal shows any colour the pairs are exact. Else they are pairs of the sixteen named colours that hold in the palettes of xterm, Windows (Campbell) and VGA, and hold too where bold makes a colour brighter; blue and magenta are left out, because Windows and VGA show them too dark.
/// Without colours nothing is set but bold, underlined and reversed: the pair is the terminal's own, chosen by whoever sits before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    name: ThemeName,
    depth: Depth,
}

impl Theme {
    /// Returns a theme on a terminal with so many colours.
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        Self { name, depth: if name == ThemeName::Plain { Depth::None } else { depth } }
    }

    /// Returns the theme for this environment.
    pub fn from_env(name: ThemeName) -> Self {
        Self::of(name, |variable| std::env::var_os(variable))
    }

    /// Returns the theme without any colour where `NO_COLOR` is set, and the plain one where the terminal says that it can do nothing. Leaving `NO_COLOR` to the terminal's library is not enough: it then writes an empty colour, which takes bold and reversed away too.
    fn of(name: ThemeName, get: impl Fn(&str) -> Option<OsString>) -> Self {
        let is =
            |variable: &str, values: &[&str]| get(variable).is_some_and(|value| values.iter().any(|v| value == *v));
        if is("TERM", &["dumb"]) {
            return Self::new(ThemeName::Plain, Depth::None);
        }
        let refused = get("NO_COLOR").is_some_and(|value| !value.is_empty());
        // Windows Terminal shows all colours and says so in no other way.
        let full = is("COLORTERM", &["truecolor", "24bit"]) || get("WT_SESSION").is_some();
        let depth = match (refused, full) {
            (true, _) => Depth::None,
            (false, true) => Depth::Full,
            (false, false) => Depth::Sixteen,
        };
        Self::new(name, depth)
    }

    /// Returns whether lines are drawn between parts.
    pub fn rules(self) -> bool {
        self.name != ThemeName::Plain
    }

    /// Returns whether states are written as words that can be read aloud, instead of signs.
    pub fn in_words(self) -> bool {
        self.name == ThemeName::Plain
    }

    /// Returns what stands before something that went wrong or must be read first.
    pub fn problem_mark(self) -> &'static str {
        if self.in_words() { "Problem: " } else { "! " }
    }

    /// Returns how a meaning looks: all of it, whatever stood there before.
    pub fn style(self, role: Role) -> Style {
        let look = looks::look(self.name, role);
        let style = |modifier: Modifier| Style::new().add_modifier(modifier).remove_modifier(!modifier);
        match self.depth {
            Depth::None => style(looks::bare(role)),
            Depth::Sixteen => style(look.modifier).fg(look.named.0).bg(look.named.1),
            Depth::Full => style(look.modifier).fg(looks::rgb(look.exact.0)).bg(looks::rgb(look.exact.1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn no_meaning_that_matters_rests_on_colour_alone() {
        use Role as R;
        for name in ThemeName::iter() {
            for depth in Depth::iter() {
                let theme = Theme::new(name, depth);
                let plain = theme.style(R::Plain);
                for role in [R::Title, R::Selected, R::Marked, R::Problem, R::Done, R::Prompt, R::Example, R::Key] {
                    let style = theme.style(role);
                    // A block of another ground is seen without telling colours apart; the test of contrast holds for it.
                    let block = style.bg != plain.bg;
                    assert!(!style.add_modifier.is_empty() || block, "{theme:?} {role:?}");
                    if depth == Depth::None || name == ThemeName::Plain {
                        assert_eq!((style.fg, style.bg), (None, None), "{theme:?} {role:?}");
                    }
                }
                let marks = [R::Selected, R::Marked, R::Plain].map(|role| theme.style(role));
                assert!(marks[0] != marks[1] && marks[1] != marks[2] && marks[0] != marks[2], "{theme:?}");
            }
        }
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        let of = |name, variables: &[(&str, &str)]| {
            Theme::of(name, |wanted| {
                variables.iter().find(|(variable, _)| *variable == wanted).map(|(_, value)| OsString::from(value))
            })
        };
        let default = ThemeName::Default;
        for (variables, theme) in [
            (vec![("TERM", "xterm-256color")], Theme::new(default, Depth::Sixteen)),
            (vec![("COLORTERM", "truecolor")], Theme::new(default, Depth::Full)),
            (vec![("COLORTERM", "24bit")], Theme::new(default, Depth::Full)),
            (vec![("COLORTERM", "yes")], Theme::new(default, Depth::Sixteen)),
            (vec![("WT_SESSION", "1")], Theme::new(default, Depth::Full)),
            (vec![("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Theme::new(default, Depth::None)),
            (vec![("NO_COLOR", "")], Theme::new(default, Depth::Sixteen)),
            (vec![("TERM", "dumb"), ("COLORTERM", "truecolor")], Theme::new(ThemeName::Plain, Depth::None)),
        ] {
            assert_eq!(of(default, &variables), theme, "{variables:?}");
        }
        assert_eq!(of(ThemeName::Plain, &[("COLORTERM", "truecolor")]), Theme::new(ThemeName::Plain, Depth::None));
        assert!(of(default, &[("NO_COLOR", "1")]).rules() && !of(ThemeName::Plain, &[]).rules());
    }
}
