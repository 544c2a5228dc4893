//! Finds words that one slip of the finger lies between: two words are that near only when they share a form with one letter dropped from either. A list of all such forms answers in a microsecond what walking the dictionary takes fifty for.

use tantivy::termdict::{TermDictionary, TermOrdinal};

/// Fewest letters of a word that is looked for.
const SHORTEST: usize = 3;

/// Bytes of one entry: hash of the form, number of the word.
const ENTRY: usize = 8;

/// Returns the list for a dictionary, as bytes.
///
/// # Errors
/// When the dictionary can't be read.
pub fn list(terms: &TermDictionary) -> std::io::Result<Vec<u8>> {
    let mut entries: Vec<u64> = Vec::new();
    let mut stream = terms.stream()?;
    while stream.advance() {
        // A dictionary of four thousand million words is none.
        let number = stream.term_ord() as u32;
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            each_form(word, |hash| entries.push(u64::from(hash) << 32 | u64::from(number)));
        }
    }
    entries.sort_unstable();
    entries.dedup();
    Ok(entries.into_iter().flat_map(u64::to_le_bytes).collect())
}

/// Calls `f` with the number of each word that may lie one slip from this one; some lie farther, and a word may come twice.
pub fn each_near(list: &[u8], word: &str, mut f: impl FnMut(TermOrdinal)) {
    let (entries, _) = list.as_chunks::<ENTRY>();
    each_form(word, |hash| {
        let hash_of = |entry: &[u8; ENTRY]| (u64::from_le_bytes(*entry) >> 32) as u32;
        let first = entries.partition_point(|entry| hash_of(entry) < hash);
        for entry in entries[first..].iter().take_while(|entry| hash_of(entry) == hash) {
            f(u64::from_le_bytes(*entry) & u64::from(u32::MAX));
        }
    });
}

/// Calls `f` with the hash of a word and of each form of it that lacks one letter.
fn each_form(word: &str, mut f: impl FnMut(u32)) {
    let letters = word.chars().count();
    if letters < SHORTEST {
        return;
    }
    f(fnv(word.bytes()));
    for (at, letter) in word.char_indices() {
        f(fnv(word[..at].bytes().chain(word[at + letter.len_utf8()..].bytes())));
    }
}

/// Returns the 32-bit FNV-1a hash.
fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_shares_a_form() {
        let forms = |word: &str| {
            let mut out = Vec::new();
            each_form(word, |hash| out.push(hash));
            out
        };
        let near = |a: &str, b: &str| forms(a).iter().any(|hash| forms(b).contains(hash));
        for (a, b) in
            [("carer", "career"), ("form", "from"), ("dairy", "diary"), ("bank", "bang"), ("caf\u{e9}s", "cafs")]
        {
            assert!(near(a, b) && near(b, a), "{a} {b}");
        }
        assert!(!near("nappies", "puppies"));
        assert!(forms("at").is_empty());
    }
}
