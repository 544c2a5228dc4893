use super::*;
use crate::catalogue::Folder;
use crate::catalogue::Part;

const FILE: &str = "# Ours.\nname = \"Play\"\ndescription = \"Songs.\"\nneeds = [\"play\"]\nlanguages = [\"en\", \"ur\"]\nminimum_age = 0.5\n\n[[phones]]\nnumber = \"01633 960123\" # until 5pm\ndescription = \"reception, upstairs\"\nfreephone = \"no\"\n\n[[places]]\naddress_1 = \"1 Quay Street\"\npostal_code = \"AB1 2CD\"\nlatitude = 57.15\nlongitude = -2.1\n\n[[sessions]]\nbyday = [\"Tu\", \"Th\"]\nopens_at = \"10:00\"\ncloses_at = \"11:30\"\ninterval = 2\nvalid_from = 2026-09-01\nterm_time = true\nnotes = \"Bring: a coat\"\n";

fn known() -> Known {
    Known {
        needs: Some(["play".to_owned(), "food".to_owned(), "refuge".to_owned()].into()),
        sensitive: ["refuge".to_owned()].into(),
        today: chrono::NaiveDate::MAX,
        ..Known::default()
    }
}

fn fill(fields: &[(&str, &str)]) -> Result<(Vec<Changed>, String)> {
    changed(FILE, "play", &known(), fields.iter().copied())
}

fn said(key: &str, text: &str) -> String {
    fill(&[(key, text)]).unwrap_err().to_string()
}

#[test]
fn a_form_reads_as_people_write() {
    let shown: Vec<String> = fields(FILE)
        .unwrap()
        .into_iter()
        .filter(|field| !field.text.is_empty())
        .map(|field| format!("{}: {}", field.label, field.text))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    Name: Play
    Description: Songs.
    Needs: play
    Phone numbers: 01633 960123, reception, upstairs, not free
    Sessions: Tu, Th 10:00-11:30, term time, every 2 weeks, from 2026-09-01: Bring: a coat
    Places: address: 1 Quay Street; postcode: AB1 2CD; position: 57.15 -2.1
    Youngest age: 6 months
    Languages: English, Urdu
    Status: active
    ");
}

#[test]
fn what_nobody_touched_changes_nothing() {
    let fields = fields(FILE).unwrap();
    let all: Vec<_> = fields.iter().map(|field| (field.key, field.text.as_str())).collect();
    let (changes, text) = fill(&all).unwrap();
    assert_eq!((changes, text.as_str()), (Vec::new(), FILE));
}

#[test]
fn every_field_of_the_starter_survives_its_own_text() {
    let listing = Folder::BuiltIn.list().unwrap();
    for file in listing.files.iter().filter(|file| file.part == Part::Service) {
        let text = Folder::BuiltIn.read(file).unwrap();
        let service = parse::<Service>(&text, false).value;
        for (field, shown) in FIELDS.iter().zip(fields(&text).unwrap()) {
            let now = (field.read)(shown.text.trim(), &service)
                .unwrap_or_else(|why| panic!("{}: {} {why}", file.path, field.key));
            let changed = edit::set(&text, field.key, now.as_deref()).unwrap();
            assert_eq!(parse::<Service>(&changed, false).value, service, "{}: {} {now:?}", file.path, field.key);
        }
    }
}

#[test]
fn values_are_written_as_people_say_them() {
    let (changes, text) = fill(&[
        ("phones", "01633 960124 ext 5, free\n01633 960123, reception, upstairs, not free\n"),
        ("languages", "english, Polish, ur"),
        ("opening_hours", "Mo-Fr 09:00-17:00; PH off"),
        ("sessions", "Tuesday, Thursday 10:00-11:30, term time, every other week, from 1 September 2026: Bring: a coat\nMo-Fr 09:00-10:00"),
        ("free", "Yes"),
        ("closes_on", "30/11/2026"),
        ("minimum_age", "18 months"),
        ("name", " Play\n and sing "),
    ])
    .unwrap();
    let changes: Vec<String> = changes
        .into_iter()
        .map(|c| format!("{} {} -> {}", c.field, c.was.unwrap_or_default(), c.now.unwrap_or_default()))
        .collect();
    insta::assert_snapshot!(changes.join("\n"), @r#"
    phones [{ number = "01633 960123", description = "reception, upstairs", freephone = "no" }] -> [{ number = "01633 960124", extension = "5", freephone = "yes" }, { number = "01633 960123", description = "reception, upstairs", freephone = "no" }]
    languages ["en", "ur"] -> ["en", "pl", "ur"]
    opening_hours  -> "Mo-Fr 09:00-17:00; PH off"
    sessions [{ byday = ["Tu", "Th"], opens_at = "10:00", closes_at = "11:30", interval = 2, term_time = true, valid_from = 2026-09-01, notes = "Bring: a coat" }] -> [{ byday = ["Tu", "Th"], opens_at = "10:00", closes_at = "11:30", interval = 2, term_time = true, valid_from = 2026-09-01, notes = "Bring: a coat" }, { byday = ["Mo", "Tu", "We", "Th", "Fr"], opens_at = "09:00", closes_at = "10:00" }]
    free  -> "yes"
    closes_on  -> 2026-11-30
    minimum_age 0.5 -> 1.5
    name "Play" -> "Play and sing"
    "#);
    assert!(text.contains("# until 5pm") && text.starts_with("# Ours.\n"), "{text}");
}

#[test]
fn what_is_not_allowed_is_named_by_its_label() {
    let all = [
        ("phones", "0163"),
        ("phones", "reception"),
        ("email", "play"),
        ("opening_hours", "weekdays"),
        ("free", "perhaps"),
        ("access", "opn"),
        ("needs", "foood"),
        ("sessions", "Tuesdays at ten"),
        ("closes_on", "30/11/26"),
        ("languages", "Klingon"),
        ("minimum_age", "toddlers"),
        ("name", ""),
        ("places", "1 Quay Street"),
    ];
    let all: Vec<String> = all.iter().map(|(key, text)| said(key, text)).collect();
    insta::assert_snapshot!(all.join("\n"), @r#"
    Phone numbers: "0163" is no phone number. Digits are missing: UK numbers have 11.
    Phone numbers: no number stands at the start of "reception". Write one in a line, the first one first: 01632 960123 ext 12, reception, free.
    Email: "play" is no e-mail address. One address, as name@host.org.uk, and nothing else.
    Opening hours: The opening hours "weekdays" can't be read. Words go to hours_note: "Mo-Fr 09:00-17:00; Sa 10:00-13:00; PH off".
    Free: "perhaps" can't stand here; it can be: yes, no, ask. Write yes, no or ask; empty is ask.
    Ways in: "opn" can't stand here; did you mean "open"? Write open, self-referral, professional-referral; with commas between.
    Needs: There is no need "foood". Did you mean "food"?
    Sessions: "Tuesdays" can't be read in "Tuesdays at ten". Write one in a line: Tu, Th 10:00-11:30, term time, every 2 weeks, from 2026-09-01, until 2026-12-18, at hub-id: a note.
    Closes on: "30/11/26" is no date. Write the first day without it: 2026-11-30.
    Languages: Signpost knows no code for "Klingon". Write names or ISO 639 codes, with commas between: English, ur.
    Youngest age: "toddlers" is no age. Write years, or months: 4, 6 months.
    Name: this field can't be empty. Write the name as its provider uses it.
    Places: "1 Quay Street" can't be read; each part begins with one of: hub, name, address, town, postcode, position, room, step-free, prams, area. Write one in a line: hub: its-id; room: Garden room. Or name: ...; address: ...; town: ...; postcode: ...; step-free: yes; prams: yes.
    "#);
}

#[test]
fn hidden_places_stay_hidden_and_positions_follow_their_address() {
    let place = "[[places]]\nhidden = true\narea = \"Northgate\"\n";
    let hidden = format!("name = \"Refuge\"\ndescription = \"Safe.\"\nneeds = [\"play\"]\n{place}");
    for filled in ["area: Northgate", "", "hidden; area: Northgate; postcode: AB1 2CD", "hidden; area: 3 Mill Lane"] {
        let error = changed(&hidden, "refuge", &known(), [("places", filled)]).unwrap_err().to_string();
        assert!(error.starts_with("Places: ") && error.contains("hidden"), "{filled}: {error}");
    }
    let door = changed(&hidden, "refuge", &known(), [("description", "Safe. Ring at 3 Mill Lane.")]).unwrap_err();
    assert!(door.to_string().starts_with("Description: The address of this service must never be known"), "{door}");
    let moved = "address: 2 Quay Street; postcode: AB1 2CD; position: 57.15 -2.1";
    let (_, text) = fill(&[("places", moved)]).unwrap();
    assert!(!text.contains("57.15") && text.contains("2 Quay Street"), "{text}");
    let same = "address: 1 Quay Street; postcode: AB1 2CD; position: 57.15 -2.1; prams: yes";
    let (_, text) = fill(&[("places", same)]).unwrap();
    assert!(text.contains("57.15") && text.contains("prams"), "{text}");
    for mark in ["sensitive", "privacy", "for", "discretion", "example"] {
        assert_eq!(label(mark), None);
    }
}

#[test]
fn errors_that_were_there_before_are_no_hindrance() {
    let bad = FILE.replace("[\"play\"]", "[\"gone\"]");
    assert!(changed(&bad, "play", &known(), [("name", "Other")]).is_ok());
    assert!(changed("name = 1\n", "play", &known(), [("name", "Other")]).is_err());
}

#[test]
fn what_may_have_several_values_says_so() {
    for field in super::fields("").unwrap() {
        assert_eq!(field.several, field.hint.contains("in a line"), "{}", field.key);
    }
}

#[test]
fn a_sensitive_need_goes_only_where_the_file_says_sensitive_itself() {
    let with = |lines: &str| FILE.replace("[\"play\"]", &format!("[\"play\", \"refuge\"]\n{lines}"));
    let without = |text: &str| changed(text, "play", &known(), [("needs", "play")]);
    insta::assert_snapshot!(without(&with("")).unwrap_err(), @r#"Needs: Without "refuge" this service would not be sensitive any more. Keep that need, or first write sensitive = true into its file."#);
    assert!(without(&with("sensitive = false")).is_err());
    assert!(without(&with("sensitive = true")).unwrap().1.contains("needs = [\"play\"]\nsensitive = true"));
    // Another order, another field and one more need take nothing away.
    for filled in [("needs", "refuge, play"), ("name", "Songs"), ("needs", "refuge, food")] {
        assert!(changed(&with(""), "play", &known(), [filled]).is_ok(), "{filled:?}");
    }
    // In an editor too.
    assert!(refuse_new_errors(&with(""), FILE, "play", &known()).is_err());
}
