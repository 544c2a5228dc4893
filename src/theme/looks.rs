//! The colours of each theme, and what proves that they can be read.

use super::Role;
use crate::settings::ThemeName;
use ratatui::style::{Color, Modifier};

/// How one meaning looks: letter and ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// As red, green and blue.
    pub exact: (u32, u32),
    /// As two of the sixteen named colours.
    pub named: (Color, Color),
    /// Bold, underlined; bold only where the letter is a bright colour, or stays readable as one: many terminals show bold letters brighter.
    pub modifier: Modifier,
}

/// Returns the look of a meaning without colours. Reversed stands without bold, which some terminals show as grey on grey then.
pub fn bare(role: Role) -> Modifier {
    match role {
        Role::Plain | Role::Rule | Role::Label | Role::Detail => Modifier::empty(),
        Role::Title | Role::Problem | Role::Done | Role::Prompt | Role::Example => Modifier::BOLD,
        Role::Selected | Role::Key => Modifier::REVERSED,
        Role::Marked => Modifier::BOLD.union(Modifier::UNDERLINED),
    }
}

/// Returns the look of a meaning with colours.
pub fn look(name: ThemeName, role: Role) -> Look {
    match name {
        ThemeName::HighContrast => high_contrast(role),
        ThemeName::Default | ThemeName::Plain => default(role),
    }
}

/// The ground of the default theme.
const DARK: u32 = 0x0016_191d;

fn default(role: Role) -> Look {
    let on_dark = |exact, named, modifier| Look { exact: (exact, DARK), named: (named, Color::Black), modifier };
    let (none, bold) = (Modifier::empty(), Modifier::BOLD);
    match role {
        Role::Plain => on_dark(0x00d8_dce2, Color::Gray, none),
        Role::Title => on_dark(0x00ff_ffff, Color::White, bold),
        Role::Label | Role::Detail => on_dark(0x008f_c7d8, Color::Cyan, none),
        Role::Rule => on_dark(0x0094_9ca8, Color::Gray, none),
        Role::Marked => on_dark(0x00ff_ffff, Color::White, Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Problem => on_dark(0x00ff_8a80, Color::LightRed, bold),
        Role::Done => on_dark(0x008f_d694, Color::LightGreen, bold),
        Role::Prompt => on_dark(0x00ff_d75f, Color::LightYellow, bold),
        Role::Example => on_dark(0x00e3_a7e8, Color::LightCyan, bold),
        Role::Selected => {
            Look { exact: (0x0010_1316, 0x00f0_f2f4), named: (Color::Black, Color::White), modifier: none }
        }
        Role::Key => Look { exact: (0x0010_1316, 0x00c3_c9d0), named: (Color::Black, Color::Gray), modifier: none },
    }
}

fn high_contrast(role: Role) -> Look {
    let look = |exact, named, modifier| Look { exact, named, modifier };
    let white = |modifier| look((0x00ff_ffff, 0), (Color::White, Color::Black), modifier);
    let yellow = |modifier| look((0x00ff_ff00, 0), (Color::LightYellow, Color::Black), modifier);
    let (none, bold) = (Modifier::empty(), Modifier::BOLD);
    match role {
        Role::Plain | Role::Label | Role::Detail | Role::Rule => white(none),
        Role::Title | Role::Done | Role::Example => white(bold),
        Role::Marked => white(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Problem => yellow(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Prompt => yellow(bold),
        Role::Selected => look((0, 0x00ff_ff00), (Color::Black, Color::LightYellow), none),
        Role::Key => look((0, 0x00ff_ffff), (Color::Black, Color::White), none),
    }
}

/// Returns the colour of a number like 0xRRGGBB.
pub fn rgb(number: u32) -> Color {
    Color::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::check::contrast;
    use strum::IntoEnumIterator;

    /// The sixteen colours as terminals show them.
    const PALETTES: [(&str, [u32; 16]); 3] = [
        // XTerm-col.ad of xterm.
        (
            "xterm",
            [
                0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
                0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
            ],
        ),
        // Windows Console and Windows Terminal since 2017: "Campbell" in defaults.json of microsoft/terminal.
        (
            "Campbell",
            [
                0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc, 0x767676, 0xe74856,
                0x16c60c, 0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2,
            ],
        ),
        // The text modes of VGA, and the Linux console: default_red, default_grn and default_blu in drivers/tty/vt/vt.c.
        (
            "VGA",
            [
                0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555,
                0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
            ],
        ),
    ];

    fn index(colour: Color) -> usize {
        match colour {
            Color::Black => 0,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightCyan => 14,
            Color::White => 15,
            other => panic!("{other} is none of the named colours that themes use"),
        }
    }

    fn wanted(name: ThemeName) -> f64 {
        if name == ThemeName::HighContrast { 7.0 } else { 4.5 }
    }

    #[test]
    fn the_measure_is_the_one_of_wcag() {
        assert!((contrast(0x00ff_ffff, 0) - 21.0).abs() < 1e-9);
        // The grey that just passes, and the one that just fails, on white.
        assert!(contrast(0x0076_7676, 0x00ff_ffff) >= 4.5 && contrast(0x0077_7777, 0x00ff_ffff) < 4.5);
    }

    #[test]
    fn every_exact_pair_can_be_read() {
        for name in ThemeName::iter() {
            for role in Role::iter() {
                let (letter, ground) = look(name, role).exact;
                let got = contrast(letter, ground);
                assert!(got >= wanted(name), "{name} {role:?}: {got:.2}");
            }
        }
    }

    #[test]
    fn every_named_pair_can_be_read_on_every_palette_also_where_bold_is_brighter() {
        for name in ThemeName::iter() {
            for role in Role::iter() {
                let look = look(name, role);
                let (letter, ground) = (index(look.named.0), index(look.named.1));
                let bright = if look.modifier.contains(Modifier::BOLD) { letter | 8 } else { letter };
                for (palette, colours) in PALETTES {
                    for letter in [letter, bright] {
                        let got = contrast(colours[letter], colours[ground]);
                        assert!(got >= wanted(name), "{name} {role:?} in {palette}: {got:.2}");
                    }
                }
            }
        }
    }
}
