//! Forms of a word, and how far apart two words are.

/// Calls `f` with other forms of an English word that mean the same: plural and singular, -ing and -ed.
pub fn each_form(word: &str, mut f: impl FnMut(&str)) {
    let length = word.len();
    if length < 3 || !word.is_ascii() {
        return;
    }
    let mut with = |stem: &str, end: &str| {
        if stem.len() >= 2 {
            f(&format!("{stem}{end}"));
        }
    };
    if let Some(stem) = word.strip_suffix("ies") {
        with(stem, "y");
    } else if let Some(stem) = word.strip_suffix('y') {
        with(stem, "ies");
    }
    if let Some(stem) = word.strip_suffix("es") {
        with(stem, "");
    }
    if let Some(stem) = word.strip_suffix('s') {
        if !stem.ends_with('s') {
            with(stem, "");
        }
    } else {
        with(word, "s");
        if word.ends_with(['x', 'h']) {
            with(word, "es");
        }
    }
    if let Some(stem) = word.strip_suffix("ing").filter(|s| s.len() >= 3) {
        with(stem, "");
        with(stem, "e");
        with(stem, "ed");
    } else if let Some(stem) = word.strip_suffix("ed").filter(|s| s.len() >= 3) {
        with(stem, "");
        with(stem, "e");
        with(stem, "ing");
    } else if length >= 3 {
        with(word.strip_suffix('e').unwrap_or(word), "ing");
        with(word.strip_suffix('e').unwrap_or(word), "ed");
    }
}

/// Returns how many typos are forgiven in a word of so many letters.
pub fn forgiven(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Longest word, in bytes, that distances are worked out for.
const LONGEST: usize = 48;

/// Returns how many letters have to be changed, added, dropped or swapped to turn one word into the other; nothing when more than `most`.
pub fn distance(a: &[u8], b: &[u8], most: u8) -> Option<u8> {
    let most_usize = usize::from(most);
    if a.len().abs_diff(b.len()) > most_usize || a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    let mut before = [0u8; LONGEST + 1];
    let mut last = [0u8; LONGEST + 1];
    let mut row = [0u8; LONGEST + 1];
    for (j, cell) in last.iter_mut().enumerate().take(b.len() + 1) {
        // At most LONGEST, which fits.
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        row[0] = i as u8;
        let mut best = row[0];
        for j in 1..=b.len() {
            let change = last[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
            best = best.min(least);
        }
        if best > most {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    Some(last[b.len()]).filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_forms() {
        let forms = |word: &str| {
            let mut out = Vec::new();
            each_form(word, |f| out.push(f.to_owned()));
            out
        };
        assert!(forms("nappies").contains(&"nappy".to_owned()));
        assert!(forms("dentist").contains(&"dentists".to_owned()));
        assert!(forms("classes").contains(&"class".to_owned()));
        assert!(forms("feeding").contains(&"feed".to_owned()));
        assert!(forms("arguing").contains(&"argue".to_owned()));
        assert!(!forms("stress").contains(&"stres".to_owned()));
    }

    proptest! {
        #[test]
        fn distance_agrees_with_the_slow_one(a in "[a-d]{0,9}", b in "[a-d]{0,9}") {
            let slow = strsim::osa_distance(&a, &b);
            let fast = distance(a.as_bytes(), b.as_bytes(), 2);
            prop_assert_eq!(fast.map(usize::from), (slow <= 2).then_some(slow));
        }
    }
}
