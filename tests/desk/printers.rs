//! `signpost printers`: which there are, how they are, and whether one prints.

use crate::common::{Home, answer};
use crate::printing::{Cups, free_port};
use crate::roll::{Manner, Piece, Roll, read};

#[test]
fn the_hubs_own_printer_comes_first_then_all_others() {
    let cups = Cups::start();
    cups.admin("lpadmin", &["-p", "back-office", "-E", "-v", "socket://127.0.0.1:9", "-m", "raw"]);
    cups.admin("cupsdisable", &["-r", "out of paper", "back-office"]);
    cups.admin("lpadmin", &["-d", "desk"]);
    let home = Home::new();
    let list = || {
        let mut command = home.command();
        command.env("CUPS_SERVER", cups.address()).env("SIGNPOST_CATALOGUE", crate::common::starter());
        answer(command.arg("printers").output().unwrap()).whole(&home)
    };
    let mut all = list();
    home.write(
        "config/settings.toml",
        "hub = \"example-riverside\"\nprinter = \"back-office\"\n\
         [printers.example-riverside]\nto = \"tcp://192.0.2.10\"\npaper = \"58mm\"\n[printers.mill]\nto = \"gone\"\n",
    );
    all.push_str(&format!("\n{}", list()));
    insta::assert_snapshot!(all, @"
    desk         desk (ready)  slips go here
    back-office  back-office (prints nothing: out of paper)
    --- exit code 0
    tcp://192.0.2.10:9100  tcp://192.0.2.10:9100 (roll in the network)  slips go here
    back-office            back-office (prints nothing: out of paper)
    gone                   gone (no such queue)
    desk                   desk (ready)
    --- exit code 0
    ");
}

#[test]
fn a_test_page_goes_to_the_printer_that_is_named_and_how_it_went_is_said() {
    let (home, roll) = (Home::new(), Roll::new(Manner::Talks));
    let told = home.run(&["printers", "test", &roll.to]);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{}", told.err);
    assert!(told.err.contains("The test page is printed on tcp://127.0.0.1:"), "{}", told.err);
    assert!(told.err.contains("(80mm)"), "{}", told.err);
    // Most of its scripts are in no code page.
    let pieces = read(&roll.job()).unwrap();
    assert!(matches!(&pieces[0], Piece::Picture { bytes: 72, bits } if bits.len() > 72 * 500), "{pieces:?}");
    let nobody = home.run(&["printers", "test", &format!("tcp://127.0.0.1:{}", free_port())]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("takes no slips"), "{}", nobody.err);
    let wrong = home.run(&["printers", "test", "ipp://desk"]);
    assert!(wrong.code == 2 && wrong.err.contains("\"ipp:\" is no kind of printer"), "{}", wrong.err);
    let mut command = home.command();
    let none = answer(command.env("PATH", "/nonexistent").arg("printers").output().unwrap());
    assert_eq!(none.code, 1, "{}", none.out);
    assert!(none.err.contains("There is no printer."), "{}", none.err);
}
