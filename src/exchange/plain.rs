//! Texts of other registers as ours are: no markup, nothing hidden in them, no longer than people read.

use crate::text;

/// Longest text that is looked at, in bytes; what is longer is no description.
const MOST: usize = 16 << 10;

/// Elements that end a line.
const BLOCKS: &[&str] =
    &["br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Names of characters in HTML.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("apos", "'"),
    ("bull", "-"),
    ("eacute", "\u{e9}"),
    ("gt", ">"),
    ("hellip", "..."),
    ("ldquo", "\u{201c}"),
    ("lsquo", "\u{2018}"),
    ("lt", "<"),
    ("mdash", "\u{2014}"),
    ("middot", "-"),
    ("nbsp", " "),
    ("ndash", "\u{2013}"),
    ("pound", "\u{a3}"),
    ("quot", "\""),
    ("rdquo", "\u{201d}"),
    ("rsquo", "\u{2019}"),
];

/// Returns a text without markup, line ends and hidden characters; nothing when nothing is left.
pub fn plain(written: &str) -> Option<String> {
    let written = &written[..written.floor_char_boundary(MOST)];
    let mut said = lines(written);
    // Some registers escape their markup once more.
    for _ in 0..2 {
        if !said.contains(['<', '&']) {
            break;
        }
        said = entities(&untagged(&said));
    }
    let said = text::clean(&said);
    let joined = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// Returns the text as plain text of at most so many letters, cut after a sentence, and whether it was cut.
pub fn bounded(written: &str, most: usize) -> Option<(String, bool)> {
    let whole = plain(written)?;
    let Some((limit, _)) = whole.char_indices().nth(most) else { return Some((whole, false)) };
    let mut end = 0;
    while let Some(next) = Some(text::whole_sentence(&whole[end..]).len()).filter(|len| *len > 0) {
        // A sentence begins behind the spaces that were left out.
        let spaces = whole[end..].len() - whole[end..].trim_start().len();
        if end + spaces + next > limit {
            break;
        }
        end += spaces + next;
    }
    if end > 0 {
        return Some((whole[..end].trim().to_owned(), true));
    }
    // Room for the points.
    let room = whole.char_indices().nth(most.saturating_sub(3)).map_or(limit, |(at, _)| at);
    let cut = whole[..room].rfind(' ').unwrap_or(room);
    Some((format!("{}...", whole[..cut].trim_end()), true))
}

/// Returns the text with a full stop where an empty line ends a paragraph that has none.
fn lines(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut empty = false;
    for line in written.lines() {
        let line = line.trim();
        if line.is_empty() {
            empty = true;
            continue;
        }
        if std::mem::take(&mut empty) {
            end_of_line(&mut out);
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn end_of_line(out: &mut String) {
    let end = out.trim_end().len();
    out.truncate(end);
    if out.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
        out.push('.');
    }
    if !out.is_empty() {
        out.push(' ');
    }
}

/// Returns the text without elements; what scripts and styles hold goes with them.
fn untagged(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let after = rest[1..].chars().next();
        let is_tag = after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = rest.find('>').filter(|_| is_tag) else {
            // "Children <5" is no markup.
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let opens = !rest[1..end].starts_with('/');
        let inside = rest[1..end].trim_start_matches('/');
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_ascii_lowercase();
        rest = &rest[end + 1..];
        if matches!(name.as_str(), "script" | "style") && opens {
            let close = format!("</{name}");
            rest = rest.to_ascii_lowercase().find(&close).map_or("", |at| &rest[at..]);
        } else if BLOCKS.contains(&name.as_str()) {
            end_of_line(&mut out);
        }
    }
    out.push_str(rest);
    out
}

fn entities(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let decoded = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((decode(&rest[..end])?, end)));
        match decoded {
            Some((said, end)) => {
                out.push_str(&said);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn decode(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, said)| (*said).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_plain_text() {
        for (written, said) in [
            ("<p>Play &amp; songs</p><p>Free</p>", "Play & songs. Free."),
            ("Come<br/>along!<br>Bring a <b>friend</b>", "Come. along! Bring a friend"),
            ("<ul><li>One</li><li>Two;</li></ul>", "One. Two;"),
            ("<style>p { x }</style>Hello<script>alert(1)</script>", "Hello"),
            ("&lt;p&gt;Twice escaped&lt;/p&gt;", "Twice escaped."),
            (
                "Children <5 & parents > 18, &#163;3 &unknown; &#x20AC;",
                "Children <5 & parents > 18, \u{a3}3 &unknown; \u{20ac}",
            ),
            ("a\u{202e}b\u{200b}\n c", "ab c"),
            ("First part\n\nSecond part", "First part. Second part"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(said), "{written}");
        }
        assert_eq!([plain(""), plain(" \n"), plain("<p></p>"), plain("\u{200b}")], [None, None, None, None]);
    }

    #[test]
    fn long_texts_end_with_a_sentence() {
        let text = "One is short. Two is a little longer. Three is never reached here.";
        assert_eq!(bounded(text, 45), Some(("One is short. Two is a little longer.".to_owned(), true)));
        assert_eq!(
            bounded("No sentence ends in here anywhere at all", 20),
            Some(("No sentence ends...".to_owned(), true))
        );
        assert_eq!(bounded("Short.", 20), Some(("Short.".to_owned(), false)));
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(written in any::<String>(), most in 4usize..80) {
            if let Some((said, _)) = bounded(&written, most) {
                prop_assert!(said.chars().count() <= most && !said.chars().any(text::is_unsafe));
                prop_assert_eq!(said.trim(), said.as_str());
            }
        }

        #[test]
        fn no_markup_is_too_odd(written in "[<>&;#a-z/!x0-9 \n.]{0,80}") {
            let said = plain(&written).unwrap_or_default();
            prop_assert!(!said.contains("<p>") || written.contains("&"), "{}", said);
        }
    }
}
