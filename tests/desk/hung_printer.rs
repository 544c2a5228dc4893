//! Printers that hang or refuse: nothing waits for them, and nothing is lost, printed or logged twice.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Backend;
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::tui::Workers;
use signpost::tui::app::{Effect, Msg, Order};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// A word that only a family says.
const CANARY: &str = "zyxq";

fn one_line(desk: &Desk) -> String {
    desk.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn printed(desk: &Desk) -> usize {
    desk.fake.printed.lock().unwrap().len()
}

fn broken() -> Desk {
    let desk = Desk::new();
    desk.fake.no_printer.store(true, Ordering::Relaxed);
    desk
}

#[test]
fn a_hung_printer_keeps_no_other_worker_waiting() {
    let fake = Arc::new(Fake::default());
    let desk: Arc<dyn Backend> = Arc::clone(&fake) as Arc<dyn Backend>;
    let (sender, answers) = channel();
    let mut workers = Workers::start(&desk, &sender, Instant::now()).unwrap();
    fake.hangs.shut();
    workers.take(Effect::Print(1, Order::default(), None)).unwrap();
    for effect in [
        Effect::Find(2, Box::new(Ask::of("food"))),
        Effect::Save(Box::new(Enquiry::quick_chat("riverside"))),
        Effect::Refresh,
        Effect::Printers(3),
        Effect::Write(4, Order::default(), "slip.pdf".into()),
    ] {
        workers.take(effect).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(!matches!(answer, Msg::Printed(..)), "{answer:?}");
    }
    assert!(fake.printed.lock().unwrap().is_empty());
    fake.hangs.open();
    assert!(matches!(answers.recv_timeout(Duration::from_secs(60)).unwrap(), Msg::Printed(1, Ok(()))));
}

#[test]
fn the_desk_goes_on_while_the_printer_hangs_and_a_second_visit_works() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.hang();
        desk.press("food<enter><f7><enter>");
        assert!(desk.said().contains("Printing..."), "{}", desk.screen());
        // The same visit prints once.
        desk.press("<f7>");
        assert!(desk.said().contains("Still printing this slip; one moment."), "{}", desk.screen());
        desk.press("<f8>");
        assert!(desk.said().contains("the enquiry is saved after it"), "{}", desk.screen());
        desk.press("debt");
        assert!(
            desk.screen().contains("National Debtline") && desk.said().contains("Printing..."),
            "{}",
            desk.screen()
        );
        desk.press("<enter><f7><enter>");
        assert!(one_line(&desk).contains("This slip waits for the one before it."), "{}", desk.screen());
        assert_eq!((desk.at_printer.len(), printed(&desk)), (1, 0));
        desk.unhang();
        assert_eq!((printed(&desk), desk.saved().len()), (2, 2), "{}", desk.screen());
        assert!(desk.said().contains("Saved.") && desk.screen().contains("Basket: empty"), "{}", desk.screen());
        let ids: Vec<_> = desk.saved().iter().map(|enquiry| enquiry.id).collect();
        assert_ne!(ids[0], ids[1]);
    }
}

#[test]
fn a_visit_that_was_logged_while_it_printed_is_logged_once() {
    for works in [true, false] {
        let mut desk = Desk::new();
        desk.hang();
        desk.press("food<enter><f7><enter><f4><enter>");
        assert_eq!(desk.saved().len(), 1);
        desk.fake.no_printer.store(!works, Ordering::Relaxed);
        desk.unhang();
        assert_eq!((desk.saved().len(), desk.app.owed()), (1, 0), "{works}");
        assert!(!desk.screen().contains("not saved yet"), "{}", desk.screen());
        assert_eq!(one_line(&desk).contains("was not printed"), !works, "{}", desk.screen());
    }
}

#[test]
fn one_key_tries_again_prints_once_and_logs_once() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut desk = broken();
        desk.resize(width, height);
        desk.press("food<enter><f7><enter>");
        assert!(one_line(&desk).contains("Not printed, not logged. No printer answers."), "{}", desk.screen());
        for hint in
            ["Enter try again", "F2 elsewhere", "F3 to a file", "F4 no paper", "Esc later", "F9 hide", "F1 help"]
        {
            assert!(one_line(&desk).contains(hint), "{hint}: {}", desk.screen());
        }
        assert!(desk.cursor_line().contains("Try again?"), "{}", desk.screen());
        desk.press("<enter>");
        assert_eq!((printed(&desk), desk.saved().len()), (0, 0));
        desk.fake.no_printer.store(false, Ordering::Relaxed);
        desk.press("<enter>");
        assert_eq!((printed(&desk), desk.saved().len()), (1, 1), "{}", desk.screen());
        assert!(desk.said().contains("Saved."), "{}", desk.screen());
        desk.press("<f2>");
        assert!(!one_line(&desk).contains("Not printed"), "{}", desk.screen());
    }
}

#[test]
fn one_key_prints_elsewhere_and_logs_once() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut desk = broken();
        desk.resize(width, height);
        desk.press("food<enter><f7><enter><f2>");
        assert!(desk.screen().contains("Print it where?"), "{}", desk.screen());
        desk.press("<down><enter>");
        assert_eq!(*desk.fake.printed_on.lock().unwrap(), [Some("back-office".to_owned())]);
        assert_eq!((printed(&desk), desk.saved().len()), (1, 1), "{}", desk.screen());
    }
}

#[test]
fn print_only_logs_nothing_however_often_it_is_tried() {
    let mut desk = broken();
    desk.press("food<enter><f2><down><enter>");
    assert!(one_line(&desk).contains("! Not printed. No printer answers."), "{}", desk.screen());
    desk.press("<f2><down><enter>");
    assert_eq!((printed(&desk), desk.saved().len()), (1, 0), "{}", desk.screen());
    assert!(desk.said().contains("Printed on back-office."), "{}", desk.screen());
}

#[test]
fn one_key_saves_it_as_a_file_and_says_that_it_is_not_logged() {
    let mut desk = broken();
    desk.press("food<enter><f7><enter><f3><enter>");
    assert_eq!(*desk.fake.written.lock().unwrap(), ["/home/desk/hub-22-november.pdf"]);
    assert!(desk.said().contains("F4 logs it."), "{}", desk.screen());
    desk.press("<f4><enter>");
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn one_key_logs_it_without_paper() {
    let mut desk = broken();
    desk.press("food<enter><f7><enter><f4><enter>");
    assert_eq!((printed(&desk), desk.saved().len()), (0, 1), "{}", desk.screen());
    desk.press("<f2>");
    assert!(!one_line(&desk).contains("Not printed"), "{}", desk.screen());
}

#[test]
fn the_question_is_put_away_and_comes_back_with_the_slip() {
    let mut desk = broken();
    desk.press("food<enter><f7><enter><esc>");
    assert!(!one_line(&desk).contains("Not printed"), "{}", desk.screen());
    desk.press("<esc><f2>");
    assert!(one_line(&desk).contains("Not printed, not logged. No printer answers."), "{}", desk.screen());
    // One key each works at the slip too.
    desk.press("<esc><f2><down><enter>");
    assert_eq!((printed(&desk), desk.saved().len()), (1, 1), "{}", desk.screen());
}

#[test]
fn no_letter_answers_it_and_it_stands_over_nothing_else() {
    let mut desk = broken();
    desk.hang();
    desk.press("food<enter><f7><enter><esc>");
    desk.unhang();
    // The desk is searched meanwhile: the question would take Enter from what is found.
    desk.press("<esc>debt<enter>");
    assert!(desk.screen().contains("Basket (2)"), "{}", desk.screen());
    desk.press("<f2>");
    assert!(one_line(&desk).contains("Not printed, not logged."), "{}", desk.screen());
    desk.press("xyz ");
    assert!(
        one_line(&desk).contains("Not printed, not logged.") && !desk.screen().contains("xyz"),
        "{}",
        desk.screen()
    );
    // What is printed then is the slip as it stands there.
    desk.fake.no_printer.store(false, Ordering::Relaxed);
    desk.press("<enter>");
    assert_eq!(desk.fake.printed.lock().unwrap()[0].items.len(), 2);
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn the_slip_of_an_ordinary_visit_that_ended_is_offered_once_more() {
    let mut desk = broken();
    desk.hang();
    desk.press("food<enter><f2>Ask for Sam<up><up><up><up><up><up><enter>");
    assert_eq!(desk.at_printer.len(), 1, "{}", desk.screen());
    desk.press("<f8><enter>");
    desk.unhang();
    assert!(
        one_line(&desk).contains("The slip of the visit before was not printed. No printer answers."),
        "{}",
        desk.screen()
    );
    assert!(one_line(&desk).contains("F2 with an empty basket offers it again."), "{}", desk.screen());
    desk.fake.no_printer.store(false, Ordering::Relaxed);
    desk.press("<f2>");
    assert!(desk.cursor_line().contains("Try again?"), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!(desk.fake.printed.lock().unwrap()[0].line.as_deref(), Some("Ask for Sam"));
    assert!(desk.saved().is_empty());
    // After the visit that follows nobody knows it any more.
    desk.fake.no_printer.store(true, Ordering::Relaxed);
    desk.hang();
    desk.press(&format!("food<enter><f2>{CANARY}<up><up><up><up><up><up><enter><f8><enter>"));
    desk.unhang();
    assert!(format!("{:?}", desk.app).contains(CANARY));
    desk.press("debt<enter><f8><enter><f2>");
    assert!(
        !format!("{:?}", desk.app).contains(CANARY) && !desk.cursor_line().contains("Try again?"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_nobody_comes_back_for_is_erased() {
    let mut desk = broken();
    desk.hang();
    desk.press(&format!("food<enter><f2>{CANARY}<up><up><up><up><up><up><enter><f8><enter>"));
    desk.unhang();
    desk.wait(5);
    assert!(desk.app.deadline().is_some());
    desk.wait(15);
    assert_eq!(desk.app.deadline(), None);
    assert!(!format!("{:?}", desk.app).contains(CANARY));
}

#[test]
fn nothing_of_a_sensitive_visit_is_kept_or_offered() {
    for waits in [false, true] {
        for end in ["<f9>", "<f8>"] {
            for works in [true, false] {
                let mut desk = Desk::new();
                desk.hang();
                if waits {
                    desk.press("food<enter><f7><enter><f8>");
                }
                desk.press(&format!("he hits<enter><f2>{CANARY}<f7><enter>"));
                assert!(format!("{:?}", desk.app).contains(CANARY));
                desk.press(end);
                if waits && end == "<f8>" {
                    // It would go with the visit, so only hiding ends that.
                    assert!(desk.said().contains("F9 clears at once"), "{}", desk.said());
                    desk.press("<f9>");
                }
                let place = format!("waits: {waits}, {end}, works: {works}");
                // The printer has what it has; the desk has nothing, and hands nothing more over.
                assert!(!format!("{:?}", desk.app).contains(CANARY), "{place}: {:?}", desk.app);
                desk.fake.no_printer.store(!works, Ordering::Relaxed);
                desk.unhang();
                desk.press("x<backspace><f2>");
                let left = format!("{:?} {} {:?}", desk.app, desk.screen(), desk.waiting);
                assert!(!left.contains(CANARY), "{place}: {left}");
                assert!(!desk.screen().contains("refuge"), "{place}: {}", desk.screen());
                assert!(!desk.cursor_line().contains("Try again?") || waits && !works, "{place}: {}", desk.screen());
                let canaries = desk
                    .fake
                    .printed
                    .lock()
                    .unwrap()
                    .iter()
                    .filter(|slip| slip.line.as_deref() == Some(CANARY))
                    .count();
                assert_eq!(canaries, usize::from(works && !waits), "{place}");
                // Its enquiry was asked for and is saved, with paper or without.
                desk.fake.no_printer.store(false, Ordering::Relaxed);
                desk.press("<esc><esc><f8><f4>");
                let veiled = desk.saved().iter().filter(|enquiry| enquiry.veiled).count();
                assert_eq!((veiled, desk.app.owed()), (1, 0), "{place}: {}", desk.screen());
            }
        }
    }
}

#[test]
fn closing_the_desk_says_what_is_still_printing() {
    let mut desk = Desk::new();
    desk.hang();
    desk.press("food<enter><f7><enter><f8><ctrl-q>");
    assert!(desk.said().contains("A slip is still printing. Not saved and lost then: 1."), "{}", desk.said());
}

#[test]
fn a_sensitive_visit_that_is_saved_before_its_slip_has_its_turn_says_that_it_is_not_printed() {
    let mut desk = Desk::new();
    desk.hang();
    desk.press("food<enter><f7><enter><f8>he hits<enter><f7><enter><f4><enter>");
    assert!(
        one_line(&desk).contains("Saved. The slip that waited for the printer is not printed."),
        "{}",
        desk.screen()
    );
    desk.unhang();
    assert_eq!((printed(&desk), desk.saved().len(), desk.app.owed()), (1, 2, 0), "{}", desk.screen());
}
