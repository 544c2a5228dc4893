//! What a word sounds like, for spellings by ear: "bayliffs", "contracepshun". British English, where an r before a consonant is silent.

/// Returns a key that words share which sound alike: its consonants as they are spoken, and whether it begins with a vowel. Empty for what is no plain English word.
pub fn sounds(word: &str) -> String {
    let bytes = word.as_bytes();
    if !bytes.iter().all(u8::is_ascii_lowercase) {
        return String::new();
    }
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let (sound, letters) = first_sound(rest, at == 0);
        for c in sound.chars() {
            match out.chars().next_back() {
                Some(last) if last == c => {}
                // One slides into the other: "apprenticeship".
                Some('s') if c == 'S' => {
                    out.pop();
                    out.push(c);
                }
                _ => out.push(c),
            }
        }
        at += letters;
    }
    out
}

/// Returns the first sound of these letters, and how many letters make it.
fn first_sound(rest: &[u8], first: bool) -> (&'static str, usize) {
    const ALWAYS: &[(&str, &str)] = &[
        ("tion", "Sn"),
        ("sion", "Sn"),
        ("cion", "Sn"),
        ("tia", "S"),
        ("tie", "S"),
        ("cia", "S"),
        ("cio", "S"),
        ("tio", "S"),
        ("ough", ""),
        ("augh", ""),
        ("igh", ""),
        ("tch", "C"),
        ("sch", "sk"),
        ("dge", "j"),
        ("ch", "C"),
        ("sh", "S"),
        ("ph", "f"),
        ("th", "T"),
        ("ck", "k"),
        ("qu", "kw"),
        ("gh", "g"),
    ];
    const AT_FIRST: &[(&str, &str)] =
        &[("kn", "n"), ("gn", "n"), ("wr", "r"), ("ps", "s"), ("pn", "n"), ("wh", "w"), ("w", "w"), ("y", "y")];
    let starts = |(letters, _): &&(&str, &str)| rest.starts_with(letters.as_bytes());
    let found = ALWAYS.iter().find(starts).or_else(|| AT_FIRST.iter().find(|pair| first && starts(pair)));
    if let Some((letters, sound)) = found {
        return (sound, letters.len());
    }
    let next = rest.get(1).copied();
    let soft = matches!(next, Some(b'e' | b'i' | b'y'));
    let sound = match rest[0] {
        b'a' | b'e' | b'i' | b'o' | b'u' if first => "A",
        b'a' | b'e' | b'i' | b'o' | b'u' | b'w' | b'y' | b'h' => "",
        b'c' if soft => "s",
        b'c' | b'k' | b'q' => "k",
        b'g' if soft => "j",
        b's' | b'z' => "s",
        b'x' => "ks",
        b'r' if next.is_none_or(|c| !b"aeiouyr".contains(&c)) => "",
        b'm' if rest == b"mb" => return ("m", 2),
        b'b' => "b",
        b'd' => "d",
        b'f' => "f",
        b'g' => "g",
        b'j' => "j",
        b'l' => "l",
        b'm' => "m",
        b'n' => "n",
        b'p' => "p",
        b'r' => "r",
        b't' => "t",
        b'v' => "v",
        _ => "",
    };
    (sound, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_by_ear_share_a_key() {
        for (typed, meant) in [
            ("bayliffs", "bailiffs"),
            ("contracepshun", "contraception"),
            ("dietishun", "dietitian"),
            ("aprentiship", "apprenticeship"),
            ("ortism", "autism"),
            ("attisum", "autism"),
            ("nersary", "nursery"),
            ("fisiotherapy", "physiotherapy"),
            ("seperayshun", "separation"),
            ("vakseen", "vaccine"),
            ("anksiety", "anxiety"),
            ("meedeation", "mediation"),
        ] {
            assert_eq!(sounds(typed), sounds(meant), "{typed}");
        }
    }

    #[test]
    fn other_words_have_other_keys_and_what_is_no_word_has_none() {
        assert_ne!(sounds("housing"), sounds("dancing"));
        assert_ne!(sounds("debt"), sounds("death"));
        assert_eq!(sounds("21"), "");
        assert_eq!(sounds("d\u{e9}j\u{e0}"), "");
    }
}
