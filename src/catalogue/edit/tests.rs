use super::splice::comments;
use super::*;
use proptest::prelude::*;
use toml::Table;

const FILE: &str = "#:schema ../../schema/service.json\n# Ours.\nname = \"Play\" # as they say it\ndescription = 'Songs.'\nneeds = [\n  \"play-sessions\", # first\n  # rarely\n  \"parenting-support\",\n]\nfree = \"yes\"\nchecked = { on = 2026-11-02, by = \"navigator\", how = \"phone\" }\n\n# The desk.\n[[phones]]\nnumber = \"01632 960123\" # until 5pm\nfreephone = \"no\"\n\n[[phones]]\n# At night.\nnumber = \"01632 960124\"\n\n[[places]]\nhub = \"riverside\"\nroom = \"Garden room\"\n\n[translations.pl]\ndescription = \"Zabawa.\"\n";

fn changed(text: &str, field: &str, now: Option<&str>) -> String {
    set(text, field, now).unwrap()
}

/// Shows the lines that differ.
fn diff(was: &str, now: &str) -> String {
    let (was, now): (Vec<_>, Vec<_>) = (was.lines().collect(), now.lines().collect());
    let same = was.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let rest = (was.len() - same).min(now.len() - same);
    let tail = was.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let lines = |sign: &str, lines: &[&str]| lines.iter().map(|l| format!("{sign}{l}\n")).collect::<String>();
    lines("-", &was[same..was.len() - tail]) + &lines("+", &now[same..now.len() - tail])
}

#[test]
fn a_value_changes_in_its_place() {
    let now = changed(FILE, "name", Some("\"Play and \\\"sing\\\"\""));
    insta::assert_snapshot!(diff(FILE, &now), @r#"
    -name = "Play" # as they say it
    +name = "Play and \"sing\"" # as they say it
    "#);
    assert_eq!(changed(FILE, "free", Some("'yes'")), FILE);
}

#[test]
fn a_new_field_goes_where_the_order_puts_it() {
    let now = changed(FILE, "opening_hours", Some("\"Mo-Fr 09:00-17:00\""));
    insta::assert_snapshot!(diff(FILE, &now), @r#"+opening_hours = "Mo-Fr 09:00-17:00""#);
    let at = now.find("opening_hours").unwrap();
    assert!(now[..at].ends_with("free = \"yes\"\n") && now[at..].contains("\nchecked"), "{now}");
    let now = changed(FILE, "sessions", Some("[{ opens_at = \"10:00\", byday = [\"Mo\"], closes_at = \"11:00\" }]"));
    insta::assert_snapshot!(diff(FILE, &now), @r#"
    +[[sessions]]
    +byday = ["Mo"]
    +opens_at = "10:00"
    +closes_at = "11:00"
    +
    "#);
    assert!(now.find("[[places]]") < now.find("[[sessions]]") && now.find("[[sessions]]") < now.find("[translations"));
}

#[test]
fn what_is_taken_out_leaves_what_was_said_beside_it() {
    insta::assert_snapshot!(diff(FILE, &changed(FILE, "needs", None)), @r#"
    -needs = [
    -  "play-sessions", # first
    -  # rarely
    -  "parenting-support",
    -]
    +# first
    +# rarely
    "#);
    insta::assert_snapshot!(diff(FILE, &changed(FILE, "phones", None)), @r#"
    -[[phones]]
    -number = "01632 960123" # until 5pm
    -freephone = "no"
    -
    -[[phones]]
    -# At night.
    -number = "01632 960124"
    +# until 5pm
    +# At night.
    "#);
}

#[test]
fn tables_change_one_by_one() {
    let one = "{ number = \"01632 960124\", freephone = \"ask\", description = \"night\" }";
    insta::assert_snapshot!(diff(FILE, &changed(FILE, "phones", Some(&format!("[{one}]")))), @r#"
    -[[phones]]
    -number = "01632 960123" # until 5pm
    -freephone = "no"
    -
    -[[phones]]
    -# At night.
    -number = "01632 960124"
    +# until 5pm
    +
    +[[phones]]
    +# At night.
    +number = "01632 960124"
    +description = "night"
    +freephone = "ask"
    "#);
    let three = "[{ number = \"01632 960123\", freephone = \"no\" }, { number = \"01632 960125\" }, { number = \"01632 960124\" }]";
    insta::assert_snapshot!(diff(FILE, &changed(FILE, "phones", Some(three))), @r#"
    +number = "01632 960125"
    +
    +[[phones]]
    "#);
}

#[test]
fn a_table_that_is_said_first_stands_first() {
    let three = "[{ number = \"01632 960125\" }, { number = \"01632 960123\", freephone = \"no\" }, { number = \"01632 960124\" }]";
    let now = changed(FILE, "phones", Some(three));
    insta::assert_snapshot!(diff(FILE, &now), @r#"
    +[[phones]]
    +number = "01632 960125"
    +
    "#);
    assert!(now.contains("960125\"\n\n# The desk.\n[[phones]]\n"), "{now}");
    let short = "# Ours.\n[[phones]]\nnumber = \"1\"\n";
    let now = changed(short, "phones", Some("[{ number = \"2\" }, { number = \"1\" }]"));
    assert_eq!(now, "# Ours.\n\n[[phones]]\nnumber = \"2\"\n\n[[phones]]\nnumber = \"1\"\n");
}

#[test]
fn line_endings_and_the_last_line_stay() {
    let windows = FILE.replace('\n', "\r\n");
    let windows = windows.trim_end();
    for (field, value) in
        [("cost", "\"£1\""), ("phones", "[{ number = \"1\" }]"), ("sessions", "[{ byday = [\"Mo\"] }]")]
    {
        let now = changed(windows, field, Some(value));
        assert_eq!(now.matches('\n').count(), now.matches("\r\n").count(), "{field}");
        assert!(!now.ends_with('\n'), "{field}: {now:?}");
        assert_eq!(changed(FILE, field, Some(value)).replace('\n', "\r\n").trim_end(), now, "{field}");
    }
}

#[test]
fn other_forms_of_the_same_are_changed_too() {
    for (text, field) in [
        ("name = \"a\"\nchecked.on = 2026-01-01\nchecked.by = \"x\" # who\nchecked.how = \"web\"\n", "checked"),
        ("name = \"a\"\n[checked]\non = 2026-01-01\nby = \"x\" # who\nhow = \"web\"\n", "checked"),
        ("name = \"a\"\nchecked = { on = 2026-01-01, by = \"x\", how = \"web\" } # who\n", "checked"),
    ] {
        let now = changed(text, field, Some("{ how = \"phone\", by = \"y\", on = 2026-02-02 }"));
        assert_eq!(get(&now, field).unwrap().unwrap(), "{ on = 2026-02-02, by = \"y\", how = \"phone\" }", "{now}");
        assert!(now.contains("# who") && now.starts_with("name = \"a\"\n"), "{now}");
        let gone = changed(text, field, None);
        assert_eq!(get(&gone, field).unwrap(), None, "{gone}");
        assert!(gone.contains("# who"), "{gone}");
    }
}

#[test]
fn what_can_not_be_done_is_said() {
    let said = |text: &str, field: &str, now: &str| set(text, field, Some(now)).unwrap_err().to_string();
    insta::assert_snapshot!(said("", "phone", "1"), @r#"A service has no field "phone". Did you mean "phones"?"#);
    insta::assert_snapshot!(said("", "name", "1\nx = 2"), @r#""1<U+000A>x = 2" is no value for name. Texts stand in "double quotes", lists in [ ], tables in { }."#);
    insta::assert_snapshot!(said("a = 1\nname = \"b\n", "name", "\"c\""), @r#"Line 2 of the file can't be read: The closing " of a text is missing here. Texts stand in "double quotes", lists in [ ], one field a line."#);
    assert!(refuse_newer("format = 2\n").is_err() && refuse_newer("format = 1\n").is_ok());
}

fn values() -> impl Strategy<Value = (&'static str, Option<String>)> {
    let text = "[ -~é\n]{0,12}".prop_map(|text| quoted(&text));
    let list = proptest::collection::vec("[a-c#\"']{0,3}", 0..4)
        .prop_map(|all| format!("[{}]", all.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(", ")));
    let phone = ("[0-9]{1,2}", proptest::option::of("[a-z#]{1,3}")).prop_map(|(number, description)| {
        let description = description.map_or_else(String::new, |text| format!(", description = {}", quoted(&text)));
        format!("{{ number = {}{description} }}", quoted(&number))
    });
    let phones = proptest::collection::vec(phone, 0..4).prop_map(|all| format!("[{}]", all.join(", ")));
    let day = (1..29_u8).prop_map(|day| format!("{{ on = 2026-02-{day:02}, by = \"x\", how = \"web\" }}"));
    let field = prop_oneof![
        (prop_oneof![Just("name"), Just("cost"), Just("example"), Just("organisation")], text.boxed()),
        (prop_oneof![Just("needs"), Just("words"), Just("formerly")], list.boxed()),
        (prop_oneof![Just("phones"), Just("places"), Just("sessions")], phones.boxed()),
        (prop_oneof![Just("checked"), Just("source")], day.boxed()),
    ];
    (field, any::<bool>()).prop_map(|((field, value), there)| (field, there.then_some(value)))
}

proptest! {
    #[test]
    fn comments_and_other_fields_survive_every_change(
        changes in proptest::collection::vec(values(), 1..8),
        windows in any::<bool>(),
        last_line in any::<bool>(),
    ) {
        let mut text = if windows { FILE.replace('\n', "\r\n") } else { FILE.to_owned() };
        if !last_line {
            text = text.trim_end().to_owned();
        }
        for (field, now) in changes {
            let was = text;
            text = set(&was, field, now.as_deref()).unwrap();
            let (mut before, mut after): (Table, Table) = (toml::from_str(&was).unwrap(), toml::from_str(&text).unwrap());
            before.remove(field);
            let found = after.remove(field);
            let wanted = now.as_deref().map(|now| value::read(field, now).unwrap());
            prop_assert_eq!(found, wanted, "{}:\n{}", field, text);
            prop_assert_eq!(before, after);
            let (mut old, mut new) = (comments(&was), comments(&text));
            old.sort_unstable();
            new.sort_unstable();
            prop_assert_eq!(old, new, "{}:\n{}\nbecame\n{}", field, was, text);
            let lone = text.matches('\n').count() - text.matches("\r\n").count();
            prop_assert_eq!(lone, if windows { 0 } else { text.matches('\n').count() });
            prop_assert_eq!(&set(&text, field, now.as_deref()).unwrap(), &text);
        }
    }
}
