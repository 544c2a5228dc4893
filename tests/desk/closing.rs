//! A service that closes: before its day, on it, and with what replaces it.

use super::common::{Answer, Home};
use super::editing::{home, run};

fn at(home: &Home, day: &str, arguments: &[&str]) -> Answer {
    let output = home
        .command()
        .env("SIGNPOST_NOW", format!("{day}T10:15"))
        .args(["--catalogue", "our"])
        .args(arguments)
        .output();
    super::common::answer(output.unwrap())
}

/// Returns the lines of an answer that say something of closing.
fn closing(answer: &Answer) -> Vec<String> {
    let lines = answer.out.lines().chain(answer.err.lines());
    lines
        .filter(|line| line.to_lowercase().contains("close") || line.contains("nstead"))
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn a_closing_day_shows_everywhere_before_and_after() {
    let home = home(false);
    let done = run(&home, &["close", "north-bank", "--on", "2026-11-30", "--instead", "south-bank"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let shown = |day: &str| {
        let mut out = closing(&at(&home, day, &["show", "north-bank"]));
        out.extend(closing(&at(&home, day, &["search", "food"])));
        out.extend(closing(&at(&home, day, &["slip", "north-bank"])));
        out.extend(closing(&at(&home, day, &["slip", "--discreet", "north-bank"])));
        out.join("\n")
    };
    insta::assert_snapshot!(shown("2026-11-29"), @"
    ! Closes on 30 November; instead: South Food Bank
    CLOSES ON 30 NOVEMBER; INSTEAD: SOUTH FOOD BANK · ask where · ask when · ask what it costs · ring first: never checked
    Closed on bank holidays
    Closes on 30 November 2026; instead: South Food Bank.
    North Food Bank closes on 30 November. Instead: South Food Bank.
    North Food Bank closes on 30 November. Instead: South Food Bank.
    ");
    insta::assert_snapshot!(shown("2026-11-30"), @"
    ! Closed since 30 November; instead: South Food Bank
    CLOSED SINCE 30 NOVEMBER; INSTEAD: SOUTH FOOD BANK · ask where · closed · ask what it costs · ring first: never checked
    Closed on bank holidays
    Closed for good; instead: South Food Bank.
    North Food Bank is closed since 30 November. Instead: South Food Bank.
    North Food Bank is closed since 30 November. Instead: South Food Bank.
    ");
}

#[test]
fn from_its_day_on_a_service_ranks_as_one_that_is_gone() {
    let home = home(false);
    run(&home, &["close", "north-bank", "--on", "2026-11-30"]);
    let first = |day: &str| {
        let found = at(&home, day, &["search", "--json", "food"]);
        let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
        let list = found["hits"].as_array().unwrap().clone();
        list[0]["id"].as_str().unwrap().to_owned()
    };
    assert_eq!((first("2026-11-29").as_str(), first("2026-11-30").as_str()), ("north-bank", "south-bank"));
}

#[test]
fn a_replacement_is_not_named_where_that_could_do_harm() {
    let home = home(false);
    run(&home, &["close", "north-bank", "--on", "2026-11-30", "--instead", "south-bank"]);
    let named = || at(&home, "2026-12-01", &["show", "north-bank"]).out.contains("South Food Bank");
    assert!(named());
    let path = "our/services/here/south-bank.toml";
    let south = std::fs::read_to_string(home.path(path)).unwrap();
    for mark in [
        "for = \"people who use abuse\"\n",
        "sensitive = true\n",
        "status = \"inactive\"\n",
        "closes_on = 2026-12-01\n",
    ] {
        home.write(path, &format!("{south}{mark}"));
        assert!(!named(), "{mark}");
    }
    home.write(path, &south);
    assert!(named());
}

#[test]
fn the_check_knows_what_can_not_replace_a_service() {
    let home = home(false);
    let north = "our/services/here/north-bank.toml";
    let text = std::fs::read_to_string(home.path(north)).unwrap();
    let mut all = Vec::new();
    for end in [
        "instead = \"north-bank\"\ncloses_on = 2026-11-30\n",
        "instead = \"sotuh-bank\"\ncloses_on = 2026-11-30\n",
        "instead = \"south-bank\"\n",
        "instead = \"old-bank\"\nformerly = [\"old-bank\"]\ncloses_on = 2026-11-30\n",
    ] {
        home.write(north, &format!("{text}{end}"));
        all.extend(
            run(&home, &["check", "our"])
                .out
                .lines()
                .filter(|line| line.contains("north-bank.toml:"))
                .map(str::to_owned),
        );
    }
    // Two that lead to each other, and one door that closes behind the other.
    home.write(north, &format!("{text}closes_on = 2026-11-30\ninstead = \"south-bank\"\n"));
    let south = std::fs::read_to_string(home.path("our/services/here/south-bank.toml")).unwrap();
    home.write(
        "our/services/here/south-bank.toml",
        &format!("{south}closes_on = 2026-12-30\ninstead = \"north-bank\"\n"),
    );
    all.extend(
        run(&home, &["check", "our"]).out.lines().filter(|line| line.contains("-bank.toml:")).map(str::to_owned),
    );
    insta::assert_snapshot!(all.join("\n"), @r#"
    our/services/here/north-bank.toml:5:11: error: This service can't replace itself.
    our/services/here/north-bank.toml:5:11: error: There is no service "sotuh-bank".
    our/services/here/north-bank.toml:5:11: warning: "south-bank" replaces this service, but nothing says that it ends.
    our/services/here/north-bank.toml:5:11: error: "old-bank" is an old id of this service, which can't replace itself.
    our/services/here/north-bank.toml:6:11: error: "south-bank" ends too, so families would be sent from one closed door to the next.
    our/services/here/south-bank.toml:6:11: error: "north-bank" ends too, so families would be sent from one closed door to the next.
    "#);
}

#[test]
fn what_led_to_a_closed_service_leads_on() {
    let home = home(false);
    run(&home, &["new", "--name", "East Larder", "--description", "Food.", "--needs", "food"]);
    run(&home, &["close", "north-bank", "--instead", "south-bank"]);
    let refused = run(&home, &["close", "south-bank", "--instead", "north-bank"]);
    assert!(refused.code == 2 && refused.err.contains("closes too"), "{}", refused.err);
    assert_eq!(run(&home, &["close", "south-bank", "--instead", "east-larder"]).code, 0);
    let north = std::fs::read_to_string(home.path("our/services/here/north-bank.toml")).unwrap();
    assert!(north.contains("instead = \"east-larder\""), "{north}");
    assert!(!run(&home, &["check", "our"]).out.contains("instead"));
}
