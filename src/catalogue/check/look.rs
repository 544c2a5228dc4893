//! The rules for how the slips of a locality look: colour, logo, template.

use super::super::read::{Parsed, Problem};
use super::super::types::SlipLook;
use super::{Finder, Known, characters, quote};

/// Least contrast of a colour on white paper, as WCAG 2 asks for text.
const CONTRAST: f64 = 4.5;
/// Longest line at the end of a slip, in characters.
const LONGEST_FOOTER: usize = 120;

/// Returns all problems of `slip/look.toml`.
pub fn look(parsed: &Parsed<'_, SlipLook>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let look = &parsed.value;
    if let Some(colour) = look.colour.as_deref().filter(|colour| !colour.trim().is_empty()) {
        let at = crate::at!["colour"];
        match rgb(colour) {
            None => {
                let what = format!("{} is no colour.", quote(colour));
                finder.error("bad-colour", &at, what, "Write it as # and six digits of red, green, blue: \"#1d70b8\".");
            }
            Some(rgb) => {
                let got = contrast(rgb, 0x00ff_ffff);
                if got < CONTRAST {
                    // Rounded down, so that what is too little never reads as enough.
                    let what = format!(
                        "{} is too light to read on white paper: its contrast is {:.1}.",
                        quote(colour),
                        (got * 10.0).floor() / 10.0
                    );
                    finder.error(
                        "too-light",
                        &at,
                        what,
                        format!("Take a darker one, with a contrast of at least {CONTRAST}."),
                    );
                }
            }
        }
    }
    if known.logo && look.logo_alt.is_none() && !finder.told(&crate::at!["logo_alt"]) {
        let hint = "Say it for people who can't see it: logo_alt = \"Exampleshire Council\".";
        finder.error("no-logo-alt", &crate::at!["logo_alt"], "Nothing says what the logo shows.", hint);
    }
    if let Some(footer) = &look.footer {
        let at = crate::at!["footer"];
        if footer.contains('\n') {
            finder.error("line-end", &at, "This text has more than one line.", "Write it in one line.");
        } else if footer.chars().count() > LONGEST_FOOTER {
            let what = format!("This line has {} characters; {LONGEST_FOOTER} are the most.", footer.chars().count());
            finder.error("too-long", &at, what, "It stands at the end of every slip, on narrow paper too.");
        }
    }
    finder.finish()
}

/// Returns all problems of `slip/slip.typ` that can be told without typesetting it.
pub fn template(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    characters::raw(text, &mut problems);
    if text.trim().is_empty() {
        let hint = "Delete it, and the built-in template is used.";
        problems.push(Problem::error("empty-text", 0..0, "This template is empty.").hint(hint));
    }
    problems
}

/// Returns all problems of a logo.
pub fn logo(path: &str, bytes: &[u8]) -> Vec<Problem> {
    let (kind, fits) = match ending(path) {
        "svg" => ("SVG", std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))),
        _ => ("PNG", bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
    };
    if fits {
        return Vec::new();
    }
    let what = format!("This file is no {kind} picture, though its name says so.");
    vec![
        Problem::error("bad-logo", 0..0, what)
            .hint("Export the logo again as SVG or PNG; renaming a file does not change it."),
    ]
}

/// Returns what a file's name ends with, without the dot.
pub fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, end)| end)
}

/// Returns the number of a colour that is written "#1d70b8".
fn rgb(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#')?;
    let fits = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Returns the contrast of two colours, 1 to 21, as WCAG 2 defines it.
pub fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the relative luminance of a colour, as WCAG 2 defines it.
fn luminance(colour: u32) -> f64 {
    let [_, r, g, b] = colour.to_be_bytes().map(|byte| {
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}
