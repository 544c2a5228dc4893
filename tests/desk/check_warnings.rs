//! What `catalogue check` warns of: each warning where it belongs, none where it doesn't, and how an entry allows one.

use crate::check::good;
use crate::common::{Home, NOW};
use signpost::audit::{self, Audit};
use signpost::catalogue::{Folder, Severity};
use signpost::clock::{Clock, parse_now};
use std::fmt::Write;

fn audit(home: &Home) -> Audit {
    audit::run(&Folder::Disk(home.path("cat")), &Clock::fixed(parse_now(NOW).unwrap())).unwrap()
}

/// Returns file and code of each problem.
fn told(home: &Home) -> Vec<(String, &'static str)> {
    let reports = audit(home).reports;
    reports.into_iter().map(|r| (r.path.rsplit('/').next().unwrap().to_owned(), r.problem.code)).collect()
}

fn put(home: &Home, id: &str, more: &str) {
    let has = |field: &str| more.contains(&format!("{field} = "));
    let mut text = String::new();
    for (field, value) in [
        ("name", format!("\"{id}\"")),
        ("description", "\"Help.\"".to_owned()),
        ("needs", "[\"debt-advice\"]".to_owned()),
    ] {
        if !has(field) {
            writeln!(text, "{field} = {value}").unwrap();
        }
    }
    home.write(&format!("cat/services/town/{id}.toml"), &format!("{text}{more}\n"));
}

#[test]
fn a_check_that_is_too_old_for_its_main_need_is_told() {
    let home = good();
    let on = |day: &str| format!("checked = {{ on = {day}, by = \"navigator\", how = \"phone\" }}");
    // Money stays fresh for 90 days, food for 30; the day is 22 November.
    put(&home, "a", &on("2026-08-24"));
    put(&home, "b", &on("2026-08-23"));
    put(&home, "c", &format!("needs = [\"food-support\", \"debt-advice\"]\n{}", on("2026-10-22")));
    put(&home, "d", &format!("needs = [\"debt-advice\", \"food-support\"]\n{}", on("2026-10-22")));
    put(&home, "e", &format!("example = true\n{}", on("2020-01-01")));
    put(&home, "f", &format!("status = \"defunct\"\n{}", on("2020-01-01")));
    put(&home, "g", &format!("# allow stale: the council rings them each week\n{}", on("2020-01-01")));
    assert_eq!(told(&home), [("b.toml".to_owned(), "stale"), ("c.toml".to_owned(), "stale")]);
    let audit = audit(&home);
    let problem = &audit.reports[1].problem;
    assert_eq!(problem.what, "Nobody has checked this since 22 October 2026: 31 days, and it stays fresh for 30.");
    assert_eq!(&audit.reports[1].text[problem.span.clone()], "2026-10-22");
    assert!(audit.reports.iter().all(|report| report.problem.severity == Severity::Warning));
}

#[test]
fn jargon_and_long_sentences_are_told_and_can_be_allowed() {
    let home = good();
    let long = format!("\"{}end.\"", "Word ".repeat(30));
    put(&home, "a", &format!("cost = \"We utilise vouchers.\"\neligibility = {long}"));
    put(
        &home,
        "b",
        &format!(
            "# allow jargon: it is the name of the course\n# allow long-sentence: it is the law's own\ncost = \"Utilise it.\"\neligibility = {long}"
        ),
    );
    put(&home, "c", "# allow jargon\ncost = \"Utilise it.\"");
    let expected =
        [("a.toml", "jargon"), ("a.toml", "long-sentence"), ("c.toml", "bad-allowance"), ("c.toml", "jargon")];
    assert_eq!(told(&home), expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn one_service_under_two_names_is_told_and_neighbours_are_not() {
    let home = good();
    let phone = "[[phones]]\nnumber = \"020 7946 0018\"";
    put(&home, "a", &format!("name = \"Corner Street food bank\"\n{phone}"));
    put(&home, "b", &format!("name = \"Food bank, Corner Street\"\n{phone}"));
    put(&home, "c", &format!("name = \"Cornerstreet Foodbank\"\n{phone}"));
    // Others with the same number: another job, another number, another need, another street.
    put(&home, "d", &format!("name = \"Corner Street debt desk\"\n{phone}"));
    put(&home, "e", &format!("name = \"Corner Street food bank 2\"\n{phone}"));
    put(&home, "f", &format!("name = \"Corner Street foodbank\"\nneeds = [\"play-sessions\"]\n{phone}"));
    // Branches.
    let branch = |postcode: &str| {
        format!("name = \"Homestart {}\"\n{phone}\n[[places]]\npostal_code = \"{postcode}\"", &postcode[..3])
    };
    put(&home, "g", &branch("LS1 1AA"));
    put(&home, "h", &branch("LS2 1AA"));
    // The same without a number in common, and one that says that it is another.
    put(&home, "i", "name = \"Corner Street the food bank\"");
    put(
        &home,
        "j",
        &format!("# allow likely-double: the one is for babies\nname = \"The Corner Street food bank\"\n{phone}"),
    );
    let mut found = told(&home);
    found.retain(|(path, _)| path != "needs.toml");
    assert_eq!(found, ["b.toml", "c.toml"].map(|path| (path.to_owned(), "likely-double")));
    let reports = audit(&home).reports;
    let what = &reports.iter().find(|report| report.path.ends_with("b.toml")).unwrap().problem.what;
    assert_eq!(
        what,
        "This is likely services/town/a.toml under another name: the number is the same, and the names are alike."
    );
}

#[test]
fn a_page_on_the_domain_of_others_is_told() {
    let home = good();
    let by = |organisation: &str, url: &str| format!("organisation = \"{organisation}\"\nurl = \"{url}\"");
    put(&home, "a", &by("Larks", "https://www.larks.org.uk/one"));
    put(&home, "b", &by("Larks", "https://larks.org.uk/two"));
    put(&home, "c", &by("Songbirds", "https://songbirds.org.uk/"));
    put(&home, "d", &by("Songbirds", "https://help.larks.org.uk/songs"));
    // Without a page of its own nobody knows better, and who shares a name belongs together.
    put(&home, "e", &by("Crows", "https://larks.org.uk/crows"));
    let found = told(&home);
    assert!(found.is_empty(), "two others are there, so it is a portal: {found:?}");
    std::fs::remove_file(home.path("cat/services/town/e.toml")).unwrap();
    assert_eq!(told(&home), [("d.toml".to_owned(), "other-domain")]);
    put(&home, "d", &by("Larks of the North", "https://help.larks.org.uk/songs"));
    assert!(told(&home).is_empty());
}

#[test]
fn a_need_with_fewer_than_two_services_is_told_once_the_catalogue_has_begun() {
    let home = good();
    for id in ["a", "b", "c", "d", "e", "f", "g"] {
        put(&home, id, "");
    }
    assert!(told(&home).is_empty(), "nine services for five needs are a beginning");
    put(&home, "h", "");
    let needs = std::fs::read_to_string(home.path("cat/needs.toml")).unwrap();
    let allowed = needs.replace(
        "name = \"Toys to borrow\"",
        "# allow few-services: there is one toy library\nname = \"Toys to borrow\"",
    );
    home.write("cat/needs.toml", &allowed);
    let whats: Vec<String> = audit(&home).reports.into_iter().map(|report| report.problem.what).collect();
    assert_eq!(
        whats,
        [
            "No service helps with \"Food\".",
            "Only one service helps with \"Play sessions\".",
            "Only one service helps with \"Abuse at home\".",
        ]
    );
}

#[test]
fn many_warnings_of_a_kind_are_counted_and_not_all_shown() {
    let home = good();
    for n in 0..25 {
        put(&home, &format!("s{n}"), &format!("name = \"S{n}\"\ncost = \"Utilise it.\""));
    }
    let answer = home.run(&["catalogue", "check", "cat"]);
    assert_eq!(answer.code, 0);
    assert_eq!(answer.out.matches("stumble over").count(), 20, "{}", answer.out);
    assert!(
        answer.out.contains("note: 5 more warnings like these (jargon): --format json lists all.\n"),
        "{}",
        answer.out
    );
    assert_eq!(home.run(&["catalogue", "check", "cat", "--format", "json"]).out.matches("stumble over").count(), 25);
}

#[test]
fn what_no_slip_can_print_is_an_error_where_it_is_printed() {
    let home = good();
    put(&home, "a", "name = \"Play 😀\"\nwords = [\"😀\"]");
    let hub = std::fs::read_to_string(home.path("cat/hubs/hilltop.toml")).unwrap();
    home.write("cat/hubs/hilltop.toml", &hub.replacen("name = \"", "name = \"漢", 1));
    home.write("cat/slip/look.toml", "footer = \"With 😀 from us\"\n");
    let expected = ["hilltop.toml", "a.toml", "look.toml"].map(|path| (path.to_owned(), "not-printable"));
    assert_eq!(told(&home), expected);
    let answer = home.run(&["catalogue", "check", "cat"]);
    assert_eq!(answer.code, 1);
    let line = answer.out.lines().find(|line| line.contains("a.toml")).unwrap();
    assert!(line.contains("services/town/a.toml:3:14: error: No slip can print \"😀\" (U+1F600)"), "{}", answer.out);
}

#[test]
fn a_template_is_typeset_and_its_mistakes_have_a_place() {
    let home = good();
    home.write("cat/slip/slip.typ", "#let data = json(\"data.json\")\n= é #data.slip.hbu\n");
    let answer = home.run(&["catalogue", "check", "cat"]);
    insta::assert_snapshot!(answer.out, @r#"
    cat/slip/slip.typ:2:16: error: No slip can be made with this template: dictionary does not contain key "hbu".
      2 | = é #data.slip.hbu
        |                ^
        hint: Mend it, or delete it, and the built-in template is used.

    1 problem in 1 file of 10 checked.
    "#);
    assert_eq!(answer.code, 1);
    // One that works with most slips and not with one without a family's language.
    home.write("cat/slip/slip.typ", "#let data = json(\"data.json\")\n#set document(title: \"x\")\n#set text(lang: \"en\")\n#data.slip.tongue.code\n");
    assert_eq!(told(&home), [("slip.typ".to_owned(), "template-not-usable")]);
    let built_in = include_str!("../../assets/slip/slip.typ");
    home.write("cat/slip/slip.typ", built_in);
    assert_eq!(told(&home), []);
    home.write("cat/slip/look.toml", "logo_alt = \"A house\"\n");
    home.write("cat/slip/logo.svg", "<svg");
    assert_eq!(told(&home), [("logo.svg".to_owned(), "logo-not-usable")]);
    home.write(
        "cat/slip/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><rect width=\"5\" height=\"5\"/></svg>",
    );
    assert_eq!(told(&home), []);
}
