//! The hub's page: who is on duty, hours, holidays, terms.

use super::common::{Home, answer, on_starter, starter};
use super::driver::Desk;

#[test]
fn the_command_shows_this_desks_hub() {
    let answer = on_starter(&Home::new(), &["hub"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    insta::assert_snapshot!(answer.out, @"
    EXAMPLE - not a real hub
    Riverside Family Hub

    On duty
      Designated safeguarding lead: extension 201
      Family navigator: extension 205

    Concern about a child
      Office hours: 01632 960900
      Nights and weekends: 01632 960901
      Exampleshire children's front door (invented)
      To the council where the child lives; here Exampleshire Council (invented).
      From the council's page, 2026-09-01

    Open
      Closed now, opens tomorrow 8:30am
      Monday to Friday, 8:30am to 5:30pm
      Saturday, 9am to 12:30pm
      Closed on bank holidays

    Bank holidays
      Friday 25 December 2026: Christmas Day
      Monday 28 December 2026: Boxing Day
      Friday 1 January 2027: New Year's Day
      Friday 26 March 2027: Good Friday

    School terms
      In term until 18 December
      Autumn term, second half: 2 November to 18 December
      Spring term, first half: 4 January to 12 February
      Spring term, second half: 22 February to 25 March
      Not known after 21 July 2027.

    Where
      1 Quay Street, Exampleford, HP20 0VC
      Step-free from the street
      Prams welcome

    Phone and web
      01632 960100
      hello@riverside.example
      https://riverside.example/
    ");
}

#[test]
fn any_hub_can_be_asked_for_and_a_slip_of_the_finger_is_told() {
    let home = Home::new();
    let market = on_starter(&home, &["hub", "example-market-square"]);
    assert!(market.out.contains("Market Square Family Hub") && market.out.contains("extension 225"), "{}", market.out);
    let json = on_starter(&home, &["hub", "example-market-square", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&value["example"], &value["id"]), (&true.into(), &"example-market-square".into()));
    assert_eq!(value["hub"]["navigator"]["extension"], "225");
    let wrong = on_starter(&home, &["hub", "example-market-sqare"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("Did you mean \"example-market-square\"?"), "{}", wrong.err);
}

#[test]
fn nothing_is_guessed_past_the_last_known_day() {
    let home = Home::new();
    let at = |now: &str| {
        let mut command = home.command();
        command.env("SIGNPOST_NOW", now).env("SIGNPOST_CATALOGUE", starter());
        answer(command.arg("hub").output().unwrap()).out
    };
    let late = at("2029-06-01T10:00");
    assert!(late.contains("Bank holidays not known.") && late.contains("Term dates not known."), "{late}");
    let christmas = at("2026-12-25T10:00");
    assert!(christmas.contains("Closed now, opens tomorrow 9am"), "{christmas}");
    assert!(christmas.contains("Friday 25 December 2026: Christmas Day"), "{christmas}");
    assert!(christmas.contains("School holidays until 3 January"), "{christmas}");
    let open = at("2026-11-23T10:00");
    assert!(open.contains("Open now until 5:30pm"), "{open}");
}

#[test]
fn the_page_carries_the_mark_and_what_to_do_in_danger() {
    for (width, height) in [(80, 24), (200, 60)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.press("food<ctrl-o>");
        let screen = desk.screen();
        for text in [
            "EXAMPLE - not a real hub",
            "Danger now? Ring 999. Fetch the designated safeguarding lead, extension 201.",
            "Family navigator: extension 205",
            "Closed now, opens tomorrow 8:30am",
        ] {
            assert!(screen.contains(text), "{text}\n{screen}");
        }
        assert!(desk.cursor_line().contains("On duty"), "{}", desk.cursor_line());
        desk.press("<esc>");
        assert!(desk.screen().contains("Search: food"));
    }
}
