//! The general word list: words of everyday English that name nobody.

/// The words, in order, one to a line.
const WORDS: &str = include_str!("../../assets/words/british.txt");

/// Returns whether a word, folded as [`words`](super::words) does it, is one of the general list. Names of people and places are not on it, as far as lists of names know them.
pub fn is_general(word: &str) -> bool {
    let (mut from, mut to) = (0, WORDS.len());
    // Halves the text: nothing of it is copied or kept.
    while from < to {
        let middle = from + (to - from) / 2;
        let start = WORDS.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = WORDS.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(WORDS.len(), |at| start + at);
        match word.as_bytes().cmp(&WORDS.as_bytes()[start..end]) {
            std::cmp::Ordering::Equal => return !word.is_empty(),
            std::cmp::Ordering::Less => to = start,
            std::cmp::Ordering::Greater => from = end + 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_plain_words_in_order_and_no_names() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.len() > 30_000 && words.is_sorted());
        assert!(
            words.iter().all(|word| (3..=20).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
        for word in [words[0], words[1], words[words.len() - 1], "kayak", "swimming", "knitting", "buggy"] {
            assert!(is_general(word), "{word}");
        }
        // First names, surnames and places that are words too are left out.
        for name in [
            "", "zzzz", "aaa", "grace", "hope", "rose", "lily", "mark", "will", "baker", "smith", "khan", "reading",
            "bath", "sandwich", "kaya", "the",
        ] {
            assert!(!is_general(name), "{name}");
        }
        assert!(words.iter().step_by(97).all(|word| is_general(word)));
    }
}
