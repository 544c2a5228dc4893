//! A worker that died: another takes its place, it is said so, and nothing is lost.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Backend;
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::tui::Workers;
use signpost::tui::app::{Effect, Msg, Order, Part};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

#[test]
fn another_worker_takes_the_place_of_a_dead_one() {
    let quick = || Effect::Save(Box::new(Enquiry::quick_chat("riverside")));
    let print = || Effect::Print(7, Order::default(), None);
    let find = || Effect::Find(7, Box::new(Ask::of("food")));
    let cases: [(Part, &dyn Fn() -> Effect); 3] = [(Part::Store, &quick), (Part::Print, &print), (Part::Search, &find)];
    for (part, work) in cases {
        let fake = Arc::new(Fake::default());
        let desk: Arc<dyn Backend> = Arc::clone(&fake) as Arc<dyn Backend>;
        let (sender, answers) = channel();
        let mut workers = Workers::start(&desk, &sender, Instant::now()).unwrap();
        fake.deadly.store(true, Ordering::Relaxed);
        workers.take(work()).unwrap();
        let answer = || answers.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(matches!(answer(), Msg::Died(dead) if dead == part));
        fake.deadly.store(false, Ordering::Relaxed);
        workers.take(work()).unwrap();
        match answer() {
            Msg::Saved(_, Ok(())) | Msg::Printed(7, Ok(())) | Msg::Found(7, Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_the_dead_one_was_doing_is_told_and_can_be_done_again() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    desk.hold();
    desk.press("<enter>");
    desk.waiting.clear();
    desk.release();
    desk.send(Msg::Died(Part::Store));
    assert!(desk.said().contains("Not saved.") && desk.said().contains("Enter tries again"), "{}", desk.said());
    desk.press("<enter>");
    assert_eq!(desk.saved().len(), 1);

    desk.press("food<enter><f7>");
    desk.hold();
    desk.press("<enter>");
    desk.waiting.clear();
    desk.release();
    desk.send(Msg::Died(Part::Print));
    let screen = desk.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("look first whether a slip came out"), "{screen}");
    desk.press("<enter>");
    assert_eq!(desk.saved().len(), 2);

    desk.hold();
    desk.press("foo<enter>");
    desk.waiting.clear();
    desk.release();
    desk.send(Msg::Died(Part::Search));
    assert!(desk.said().contains("started again"), "{}", desk.said());
    desk.press("d<enter>");
    assert!(desk.screen().contains("Basket (1)"));
}
