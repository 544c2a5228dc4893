//! Where a word that is too long for its line may be broken.

/// First letter of the scripts whose letters hang together; those before it, Latin and Cyrillic among them, stand apart.
const HANGING: char = '\u{590}';

/// Returns the text with places to break inside words that are too long for a line: where an address has its joints, in a word of letters with a hyphen. Links are broken well already, and letters that hang together are left alone.
pub fn breakable(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let link = ["http://", "https://", "www."].iter().any(|start| word.starts_with(start));
        if link || word.chars().count() <= longest || word.chars().any(|c| c >= HANGING && c.is_alphabetic()) {
            out.push_str(word);
            continue;
        }
        let letters = word.trim_matches(|c: char| !c.is_alphabetic()).chars().all(char::is_alphabetic);
        let joint = if letters { '\u{ad}' } else { '\u{200b}' };
        let mut since = 0;
        for c in word.chars() {
            if since >= longest && c.is_alphanumeric() {
                out.push(joint);
                since = 0;
            }
            out.push(c);
            since += 1;
            if matches!(c, '/' | '@' | '.' | '-' | '_' | '?' | '&' | '=') {
                out.push('\u{200b}');
                since = 0;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_break_at_their_joints_and_letters_that_hang_together_do_not() {
        assert_eq!(breakable("us@hub.example.org now", 10), "us@\u{200b}hub.\u{200b}example.\u{200b}org now");
        assert_eq!(breakable("https://example.org/a/long/one", 10), "https://example.org/a/long/one");
        assert_eq!(breakable("Зателефонуйте, прошу", 9), "Зателефон\u{ad}уйте, прошу");
        assert_eq!(breakable("Llanfairpwllgwyngyll", 10), "Llanfairpw\u{ad}llgwyngyll");
        assert_eq!(breakable("“Llanfairpwll…”", 10), "“Llanfairp\u{ad}wll…”");
        assert_eq!(breakable("ਸਿਫ਼ਾਰਸ਼ਸਿਫ਼ਾਰਸ਼", 3), "ਸਿਫ਼ਾਰਸ਼ਸਿਫ਼ਾਰਸ਼");
    }
}
