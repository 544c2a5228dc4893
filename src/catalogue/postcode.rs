//! Postcodes, and where the districts of their first halves lie.

use super::map::Spot;
use std::sync::LazyLock;

/// What a postcode is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Postcode {
    /// One that Royal Mail may have issued.
    Possible,
    /// One of the right form whose last letters are never issued.
    NeverIssued,
    /// None.
    Wrong,
}

pub(super) fn kind(text: &str) -> Postcode {
    let Some((outward, inward)) = text.split_once(' ') else { return Postcode::Wrong };
    if !is_outward(outward) {
        return Postcode::Wrong;
    }
    match inward.as_bytes() {
        [b'0'..=b'9', a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
            // These six look like others in handwriting, so no postcode ends with one.
            let never = |letter: &u8| b"CIKMOV".contains(letter);
            if never(a) || never(b) { Postcode::NeverIssued } else { Postcode::Possible }
        }
        _ => Postcode::Wrong,
    }
}

/// Returns whether the text is the first half of a postcode: A9, A99, AA9, AA99, A9A or AA9A.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &text.as_bytes()[letters..];
    let first = text.as_bytes().first().is_some_and(|b| !b"QVX".contains(b));
    let second = letters < 2 || !b"IJZ".contains(&text.as_bytes()[1]);
    let numbers = matches!(rest, [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']);
    (1..=2).contains(&letters) && first && second && numbers
}

/// Returns the postcode as it is written on letters, if the text is one in another form.
pub fn tidy(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let cut = bare.len().checked_sub(3).filter(|&at| bare.is_char_boundary(at))?;
    let whole = format!("{} {}", &bare[..cut], &bare[cut..]);
    (kind(&whole) != Postcode::Wrong).then_some(whole)
}

/// Returns the first half of a postcode that somebody typed, whole, in part or only its first half: "cb4", "CB4 1AA" and "cb41aa" are all "CB4". Nothing of the second half is kept.
pub fn outcode(text: &str) -> Option<String> {
    if let Some(whole) = tidy(text) {
        return whole.split_once(' ').map(|(outward, _)| outward.to_owned());
    }
    let first = text.split_whitespace().next()?.to_ascii_uppercase();
    is_outward(&first).then_some(first)
}

/// The middle of each district. Contains OS data, Royal Mail data and National Statistics data; the head of the file says whose.
const DISTRICTS: &str = include_str!("../../assets/outcodes.csv");

/// Areas of postcodes that the list of districts leaves out: Northern Ireland and the Crown dependencies.
const NOT_LISTED: [&str; 4] = ["BT", "GY", "IM", "JE"];

static SPOTS: LazyLock<Vec<(&str, Spot)>> = LazyLock::new(|| {
    let lines = DISTRICTS.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &'static str| {
        let (outcode, position) = line.split_once(',')?;
        let (north, east) = position.split_once(',')?;
        Some((outcode, Spot::of(north.parse().ok()?, east.parse().ok()?)))
    };
    // The file is in order, which a test holds.
    lines.filter_map(read).collect()
});

/// Returns the middle of a district, "CB4"; nothing where it is not known.
pub fn middle_of(outcode: &str) -> Option<Spot> {
    let at = SPOTS.binary_search_by(|(known, _)| (*known).cmp(outcode)).ok()?;
    Some(SPOTS[at].1)
}

/// Returns whether nothing is known of any district of this area, so that a mistake can't be told from a real one.
pub fn is_off_the_map(outcode: &str) -> bool {
    NOT_LISTED.iter().any(|area| outcode.starts_with(area))
}

/// Returns the districts that are known, in order.
pub fn districts() -> impl Iterator<Item = &'static str> {
    SPOTS.iter().map(|(outcode, _)| *outcode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_postcodes() {
        for good in ["M1 1AA", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "BT1 5GS"] {
            assert_eq!(kind(good), Postcode::Possible, "{good}");
        }
        assert_eq!(kind("HP20 0VC"), Postcode::NeverIssued);
        for bad in
            ["", "HP20", "HP200VC", "hp20 0VC", "HP20  0VC", "1HP 0VC", "HPX 1AA", "QQ1 1AA", "HP20 00V", "HP201 1AA"]
        {
            assert_eq!(kind(bad), Postcode::Wrong, "{bad}");
        }
        assert_eq!(tidy(" hp200vc "), Some("HP20 0VC".to_owned()));
        assert_eq!(tidy("caf\u{e9}"), None);
    }

    #[test]
    fn keeps_the_first_half_only() {
        for (typed, kept) in [
            ("CB4", "CB4"),
            (" cb4 ", "CB4"),
            ("CB4 1AA", "CB4"),
            ("cb41aa", "CB4"),
            ("cb4 1", "CB4"),
            ("CB4 1A", "CB4"),
            ("ec1a 1bb", "EC1A"),
            ("bt1", "BT1"),
        ] {
            assert_eq!(outcode(typed).as_deref(), Some(kept), "{typed}");
        }
        for none in ["", "example-riverside", "4 High Street", "CB", "QQ1", "\u{e9}\u{e9}\u{e9}"] {
            assert_eq!(outcode(none), None, "{none}");
        }
    }

    #[test]
    fn every_district_is_listed_once_in_order_and_in_britain() {
        let listed: Vec<&str> = districts().collect();
        assert_eq!(listed.len(), 2865);
        assert!(listed.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(listed.iter().all(|outcode| is_outward(outcode) && !is_off_the_map(outcode)));
        assert!(DISTRICTS.contains("Royal Mail data \u{a9} Royal Mail copyright and database right"));
        assert!(middle_of("BT1").is_none() && is_off_the_map("BT1"));
        // Great Missenden to Aylesbury.
        let miles = middle_of("HP16").unwrap().miles_to(middle_of("HP20").unwrap());
        assert!((6.0..10.0).contains(&miles), "{miles}");
    }
}
