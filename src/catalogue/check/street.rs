//! Finds streets in sentences, for services whose address must not be known.

/// Words that end a street's name and little else.
const STREETS: &[&str] = &["street", "road", "avenue", "lane", "crescent", "terrace", "rd", "ave"];

/// Words that end a street's name and have other meanings: they count only when they are written as a name.
const PERHAPS: &[&str] = &[
    "close",
    "drive",
    "court",
    "way",
    "place",
    "gardens",
    "hill",
    "row",
    "square",
    "st",
    "mews",
    "grove",
    "walk",
    "park",
    "view",
    "rise",
    "parade",
    "yard",
    "wharf",
    "green",
    "buildings",
    "villas",
    "cottages",
    "house",
];

/// Words that stand between a number and a street without making an address: "10 minutes down the road".
const NO_NAME: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "into", "near", "of", "off", "on", "or", "per", "the", "to",
    "with", "along", "down", "up", "across", "minute", "minutes", "min", "mins", "mile", "miles", "metres", "hour",
    "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "people", "families", "children",
    "places", "other", "more", "our", "your", "their",
];

/// Most words that a street's name has before its last.
const LONGEST_NAME: usize = 3;

/// Returns whether a number and a street stand in the text: "12a Quay Street".
pub fn holds_street(text: &str) -> bool {
    clauses(text).iter().any(|words| {
        words
            .iter()
            .enumerate()
            .any(|(at, word)| is_number(word) && words.get(at + 1..).is_some_and(begins_with_street))
    })
}

/// Returns whether the text names a street, with a number or without: what an area must not do.
pub(super) fn is_street(text: &str) -> bool {
    clauses(text).iter().any(|words| {
        let Some((last, before)) = words.split_last() else { return false };
        before.last().is_some_and(|name| {
            let low = last.to_lowercase();
            STREETS.contains(&low.as_str()) && !is_no_name(name)
                || PERHAPS.contains(&low.as_str())
                    && !matches!(low.as_str(), "park" | "hill" | "green" | "view")
                    && is_capital(last)
                    && is_capital(name)
        })
    })
}

fn begins_with_street(words: &[&str]) -> bool {
    (1..=LONGEST_NAME.min(words.len().saturating_sub(1))).any(|length| {
        let (name, street, after) = (&words[..length], words[length], words.get(length + 1));
        let low = street.to_lowercase();
        let sure = STREETS.contains(&low.as_str());
        let as_name = is_capital(street) && name.iter().all(|word| is_capital(word));
        // "25 young lane swimmers" goes on; an address ends, or goes on with a small word.
        let ends = after.is_none_or(|after| is_no_name(after));
        as_name && (sure || PERHAPS.contains(&low.as_str()))
            || sure && ends && !name.iter().any(|word| is_no_name(word))
    })
}

/// Splits a text at its punctuation, and each part into words. Hyphens and slashes part words, as links have them.
fn clauses(text: &str) -> Vec<Vec<&str>> {
    let ends =
        |c: char| !(c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '/' | '_' | '+' | '\'' | '\u{2019}'));
    let parts = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '_' | '+');
    text.split(ends).map(|clause| clause.split(parts).filter(|word| !word.is_empty()).collect()).collect()
}

/// Returns whether a word is the number of a house: "7", "12a".
fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    (1..=4).contains(&digits) && (rest.is_empty() || rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_no_name(word: &str) -> bool {
    NO_NAME.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_streets_with_numbers() {
        for text in [
            "Come to 12a Quay Street by the station.",
            "5 old mill lane",
            "1-3 high road",
            "The door is 4 The Crescent.",
            "Flat 2, 7 St John's Close",
            "https://refuge.org.uk/find/12-quay-street",
            "22 Acacia Avenue",
            "9 Market Place",
            "16 Rose House",
        ] {
            assert!(holds_street(text), "{text}");
        }
        for text in [
            "Open 24 hours a day; 10 minutes down the road from the square.",
            "24/7 street outreach",
            "5 minutes from Quay Street",
            "For 11 to 18 year olds in any place",
            "Within 7 days of a court order",
            "2 Ways to Wellbeing",
            "For 25 young lane swimmers",
            "In Quay Street",
            "Step 3: drive home",
        ] {
            assert!(!holds_street(text), "{text}");
        }
    }

    #[test]
    fn an_area_is_no_street() {
        for text in ["Quay Street", "quay street", "Exampleford, off Mill Lane", "Rose Court, Exampleford"] {
            assert!(is_street(text), "{text}");
        }
        for text in
            ["Exampleford, near the station", "Finsbury Park", "Notting Hill", "down the road", "Street", "Lane End"]
        {
            assert!(!is_street(text), "{text}");
        }
    }
}
