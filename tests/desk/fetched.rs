//! The catalogue comes from elsewhere, in the background, and disturbs nobody.

use super::driver::Desk;
use super::fake::Fake;
use signpost::catalogue::ReportKind;
use signpost::desk::{Backend, News};
use signpost::keymap::Context;
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::tui::Workers;
use signpost::tui::app::{Effect, Msg, Order};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const QUARTER: Duration = Duration::from_secs(15 * 60);

fn news() -> Vec<News> {
    let news = |id: &str, name: &str, what: &str| News { id: id.into(), name: name.into(), what: what.into() };
    vec![
        news("pantry", "Riverside pantry", "phone numbers, opening hours"),
        news("refuge", "Safe Harbour refuge", "description"),
        news("old-hall", "Old hall lunch club", "taken out"),
    ]
}

/// Returns a desk whose catalogue comes from elsewhere, with what the first fetches answer.
fn desk(answers: &[Result<Option<&str>, &str>]) -> Desk {
    let mut fake = Fake::default();
    fake.kept.fetch_every = Some(QUARTER);
    // A quarter of an hour without a key would hide the screen.
    fake.timers.hide_after = Duration::from_secs(36_000);
    fake.timers.erase_after = Duration::from_secs(72_000);
    let own = |answer: &Result<Option<&str>, &str>| answer.map(|text| text.map(str::to_owned)).map_err(str::to_owned);
    fake.kept.fetches.lock().unwrap().extend(answers.iter().map(own));
    *fake.kept.news.lock().unwrap() = news();
    Desk::before(fake)
}

fn open(desk: &mut Desk) {
    desk.work(vec![Effect::Open]);
}

#[test]
fn it_is_fetched_once_the_catalogue_is_open_and_then_every_quarter_of_an_hour() {
    let mut desk = desk(&[]);
    desk.fall_silent();
    open(&mut desk);
    assert_eq!(desk.at_remote, [Effect::Fetch]);
    desk.wait(60);
    assert_eq!(desk.at_remote.len(), 1, "one that hangs is not asked again");
    desk.speak();
    desk.fall_silent();
    desk.wait(14);
    assert!(desk.at_remote.is_empty());
    desk.wait(1);
    assert_eq!(desk.at_remote.len(), 1);
}

#[test]
fn a_desk_whose_catalogue_comes_from_nowhere_else_never_asks() {
    let mut desk = Desk::before(Fake::default());
    desk.fall_silent();
    open(&mut desk);
    desk.wait(60);
    assert!(desk.at_remote.is_empty());
    // What waits is sent by hand: into the files of the folder.
    desk.press("x<alt-u><f7><f7>");
    assert_eq!(desk.at_remote, [Effect::Fetch]);
    desk.speak();
    assert!(desk.said().contains("Done."), "{}", desk.said());
    desk.wait(60);
    assert!(desk.at_remote.is_empty());
}

#[test]
fn after_a_sleep_it_is_fetched_at_once() {
    let mut desk = desk(&[]);
    open(&mut desk);
    desk.fall_silent();
    desk.send(Msg::Slept(Duration::from_secs(100)));
    desk.wait(0);
    assert_eq!(desk.at_remote.len(), 1);
}

#[test]
fn what_changed_is_told_with_the_key_that_lists_it() {
    let mut desk = desk(&[Ok(Some("Catalogue updated: 3 services changed."))]);
    open(&mut desk);
    let said = desk.said();
    assert!(said.contains("Catalogue updated: 3 services changed. Alt-N lists them."), "{said}");
    desk.press("<esc>");
    assert!(desk.said().contains("Alt-N news"), "the key stays named: {}", desk.said());
    desk.press("<alt-n>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      To ring 3   Reports 0   To send 0  [What is new 3]
     What the last update of the catalogue changed.

    > Riverside pantry
      phone numbers, opening hours
      Safe Harbour refuge
      description
      Old hall lunch club
      taken out












    Enter open  Ctrl-R wrong  Tab next list  Esc back  Down next line  F9 hide
    F1 help
    "#);
    desk.press("<esc>");
    assert!(!desk.said().contains("Alt-N"), "looked at: {}", desk.said());
}

#[test]
fn enter_opens_the_card_of_what_changed_and_esc_leads_back() {
    let mut desk = desk(&[Ok(Some("Catalogue updated: 3 services changed."))]);
    open(&mut desk);
    desk.press("food<alt-n><enter>");
    assert!(desk.screen().contains("Weekly food shop") && desk.app.context() == Context::Service, "{}", desk.screen());
    desk.press("<esc><down><down><enter>");
    assert!(desk.screen().contains("not in the catalogue any more"), "{}", desk.screen());
    desk.press("<esc><esc>");
    assert!(desk.screen().contains("Search: food"), "{}", desk.screen());
}

#[test]
fn news_in_the_middle_of_a_visit_move_nothing() {
    let mut desk = desk(&[]);
    open(&mut desk);
    desk.press("food<enter>foo");
    let marked =
        |desk: &Desk| desk.screen().lines().find(|line| line.starts_with('>')).map(|line| line[..30].to_owned());
    let before = marked(&desk);
    assert!(before.is_some());
    // The best one is last now: whoever presses Enter still means what was marked.
    *desk.fake.kept.turned.lock().unwrap() = true;
    desk.fake.kept.fetches.lock().unwrap().push_back(Ok(Some("Catalogue updated: 1 service changed.".into())));
    desk.wait(15);
    assert_eq!(marked(&desk), before);
    assert!(desk.screen().contains("Search: foo") && desk.screen().contains("Basket (1): EXAMPLE Quay Street"));
    desk.press("d");
    assert!(desk.cursor_line().contains("Search: food"), "the caret did not move");
    assert!(marked(&desk).unwrap().contains("Food and mood"), "other words mark the best again: {}", desk.screen());
}

#[test]
fn a_key_that_was_meant_for_a_service_that_is_gone_takes_no_other() {
    let mut desk = desk(&[]);
    open(&mut desk);
    desk.press("food<down>");
    *desk.fake.kept.gone.lock().unwrap() = Some("pantry".into());
    desk.fake.kept.fetches.lock().unwrap().push_back(Ok(Some("Catalogue updated: 1 service changed.".into())));
    desk.hold();
    desk.wait(15);
    let fetch = desk.waiting.iter().position(|effect| *effect == Effect::Fetch).unwrap();
    let fetch = desk.waiting.remove(fetch);
    let answer = signpost::tui::answer(&desk.fake, fetch, std::time::Instant::now()).unwrap();
    desk.send(answer);
    desk.press("<enter>");
    desk.release();
    assert!(desk.screen().contains("Basket: empty"), "{}", desk.screen());
}

#[test]
fn a_remote_that_hangs_for_ever_stalls_nothing() {
    let mut desk = desk(&[]);
    desk.fall_silent();
    open(&mut desk);
    desk.press("food");
    assert!(desk.screen().contains("Search: food") && desk.screen().contains("Quay Street"), "{}", desk.screen());
    desk.press("<enter><f7><enter>");
    assert_eq!((desk.saved().len(), desk.fake.printed.lock().unwrap().len()), (1, 1));
    desk.press("<ctrl-q><enter>");
    assert_eq!(desk.waiting, [Effect::Quit]);
    assert_eq!(desk.at_remote.len(), 1, "and it hangs still");
}

#[test]
fn while_it_hangs_every_other_worker_answers() {
    let fake = Arc::new(Fake::default());
    let desk: Arc<dyn Backend> = Arc::clone(&fake) as Arc<dyn Backend>;
    let (sender, answers) = channel();
    let mut workers = Workers::start(&desk, &sender, Instant::now()).unwrap();
    fake.kept.hangs.shut();
    workers.take(Effect::Fetch).unwrap();
    for effect in [
        Effect::Find(1, Box::new(Ask::of("food"))),
        Effect::Save(Box::new(Enquiry::quick_chat("riverside"))),
        Effect::Print(2, Order::default(), None),
        Effect::Refresh,
        Effect::Report(3, "pantry".into(), ReportKind::Full, None),
        Effect::Ledger,
        Effect::Fields(4, "pantry".into()),
    ] {
        workers.take(effect).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(!matches!(answer, Msg::Fetched(_)), "{answer:?}");
    }
    fake.kept.hangs.open();
    assert!(matches!(answers.recv_timeout(Duration::from_secs(60)).unwrap(), Msg::Fetched(Ok(None))));
}

#[test]
fn a_letter_is_on_screen_at_once_while_it_is_fetched() {
    let mut desk = desk(&[Ok(Some("Catalogue updated: 1 service changed."))]);
    desk.fall_silent();
    open(&mut desk);
    desk.hold();
    desk.press("f");
    assert!(desk.cursor_line().contains("Search: f"), "{}", desk.screen());
    desk.release();
    desk.press("ood");
    desk.speak();
    assert!(desk.cursor_line().contains("Search: food"), "{}", desk.screen());
}

#[test]
fn a_failure_is_told_once_and_quietly() {
    let gone = "The catalogue could not be fetched: no answer from the remote. The one of 20 November serves.";
    let mut desk = desk(&[Err(gone), Err(gone), Err(gone), Ok(None), Err(gone)]);
    open(&mut desk);
    let told = |desk: &Desk| desk.screen().replace('\n', " ").contains("could not be fetched");
    assert!(told(&desk));
    desk.press("f");
    assert!(!told(&desk));
    desk.wait(15);
    desk.wait(15);
    assert!(!told(&desk), "{}", desk.screen());
    desk.press("<f1>");
    assert!(told(&desk), "it is looked up in the help");
    desk.press("<esc><alt-u>");
    assert!(told(&desk), "and over the lists of upkeep");
    desk.press("<esc>");
    desk.wait(15);
    desk.press("<f1>");
    assert!(!told(&desk), "it works again");
    desk.press("<esc>");
    desk.wait(15);
    assert!(told(&desk), "and what fails anew is told anew");
}

#[test]
fn whoever_asks_for_it_now_is_answered_each_time() {
    let mut desk = desk(&[Ok(None), Err("No answer."), Err("No answer."), Ok(None)]);
    open(&mut desk);
    for said in ["No answer.", "No answer.", "Fetched."] {
        desk.press("<alt-u><f7>");
        assert!(desk.said().contains(said), "{}", desk.said());
    }
}
