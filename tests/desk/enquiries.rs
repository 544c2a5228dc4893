//! `log` and `enquiries`, as people use them.

use crate::common::{Answer, Home, starter};

impl Home {
    /// Runs the program on the starter catalogue.
    fn at_starter(&self, arguments: &[&str]) -> Answer {
        let mut command = self.command();
        command.env("SIGNPOST_CATALOGUE", starter());
        crate::common::answer(command.args(arguments).output().unwrap())
    }

    /// Logs something and returns its id.
    fn log(&self, arguments: &[&str]) -> String {
        let answer = self.at_starter(&[&["log"], arguments].concat());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        answer.out.trim().to_owned()
    }
}

#[test]
fn what_was_logged_is_listed_and_can_be_taken_back() {
    let home = Home::new();
    let id = home.log(&[
        "--need",
        "debt-advice=nothing-to-offer:waiting-list",
        "--need",
        "housing=signposted",
        "--channel",
        "phone",
        "--asker",
        "father",
        "--ages",
        "unborn,3-4",
        "--send",
        "yes",
        "--language",
        "pa",
        "--interpreter",
        "no",
        "--been-before",
        "yes",
    ]);
    let chat = home.log(&["--quick"]);
    let sensitive = home.log(&["--need", "domestic-abuse=warm-handover"]);

    let list = home.at_starter(&["enquiries"]);
    let line = |id: &str| list.out.lines().find(|line| line.starts_with(id)).unwrap()[id.len()..].to_owned();
    assert!(line(&id).starts_with("  enquiry: phone, father: "), "{}", line(&id));
    assert!(line(&id).contains("nothing to offer (waiting list)"));
    assert!(line(&id).ends_with(", 10am  (test)"), "{}", line(&id));
    assert_eq!(line(&chat), "  quick chat: walk-in, 10am  (test)");
    assert_eq!(line(&sensitive), "  enquiry, 10am  (test)");

    let json = home.at_starter(&["enquiries", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let row = value["enquiries"].as_array().unwrap().iter().find(|row| row["id"] == id.as_str()).unwrap();
    assert_eq!((&row["day"], &row["hour"], &row["test"]), (&"2026-11-22".into(), &10.into(), &true.into()));
    assert_eq!((&row["send"], &row["interpreter"], &row["asker"]), (&"yes".into(), &"no".into(), &"father".into()));
    assert_eq!(row["needs"][0]["reason"], "waiting-list");
    let quick = value["enquiries"].as_array().unwrap().iter().find(|row| row["id"] == chat.as_str()).unwrap();
    assert_eq!((&quick["been_before"], &quick["language"]), (&"not-asked".into(), &"not-asked".into()));

    assert_eq!(home.run(&["log", "--undo", &id]).err, "Undone: the enquiry is erased.\n");
    assert_eq!(home.run(&["log", "--undo", &id]).err, "This enquiry was undone before.\n");
    assert!(!home.at_starter(&["enquiries"]).out.contains(&id));
    assert_eq!(home.at_starter(&["enquiries", "--day", "2026-11-21"]).out, "");
    assert!(home.at_starter(&["enquiries", "--from", "2026-11-01"]).out.contains("Sunday 22 November 2026\n"));
}

#[test]
fn what_no_enquiry_may_be_is_refused_with_a_way_on() {
    let home = Home::new();
    for (arguments, expected) in [
        (&["--need", "houzing=signposted"][..], "Did you mean \"housing\"?"),
        (&["--need", "debt-advice=signpost"], "Did you mean \"signposted\"?"),
        (&["--need", "debt-advice=nothing-to-offer"], "Nothing to offer needs a reason."),
        (&["--need", "debt-advice=declined:full"], "A reason belongs to nothing-to-offer only."),
        (&["--need", "debt-advice=declined", "--need", "debt-advice=referred"], "twice"),
        (&["--need", "debt-advice=declined", "--service", "no-such-service"], "There is no service"),
        (&["--need", "debt-advice=declined", "--language", "Polish"], "Polish pl"),
        (&["--need", "debt-advice=declined", "--ages", "2,no-children"], "keep one"),
        (&["--need", "debt-advice=declined", "--note", "call her"], "unexpected argument"),
        (&["--quick", "--need", "debt-advice=declined"], "cannot be used with"),
        (&["--undo", "7"], "no id of an enquiry"),
        (&["--undo", "7b6f0f43-2f4e-4a49-9a51-0d6a1c1f2b11"], "has saved no enquiry"),
        (&[], "required"),
    ] {
        let answer = home.at_starter(&[&["log"], arguments].concat());
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{arguments:?}: {}", answer.err);
        assert!(answer.err.contains(expected), "{arguments:?}: {}", answer.err);
    }
    assert_eq!(home.at_starter(&["enquiries"]).out, "");
}

#[test]
fn desks_exchange_enquiries_by_file() {
    let (one, two) = (Home::new(), Home::new());
    let first = one.log(&["--need", "debt-advice=signposted"]);
    let second = one.log(&["--quick"]);
    two.log(&["--quick"]);
    let early = one.path("early.jsonl").display().to_string();
    let late = one.path("late.jsonl").display().to_string();
    let exported = one.at_starter(&["enquiries", "export", &early]);
    assert_eq!((exported.code, exported.err.as_str()), (0, "Exported 2 enquiries and 0 undos.\n"));
    one.at_starter(&["log", "--undo", &second]);
    let again = one.at_starter(&["enquiries", "export", &early]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already") && again.err.contains("--force"), "{}", again.err);
    let copy = one.path("copy.jsonl").display().to_string();
    std::fs::copy(&early, &copy).unwrap();
    let forced = one.at_starter(&["enquiries", "export", "--force", &copy]);
    assert_eq!((forced.code, forced.err.as_str()), (0, "Exported 1 enquiry and 1 undo.\n"));
    one.at_starter(&["enquiries", "export", &late]);

    let import = |files: &[&str]| two.at_starter(&[&["enquiries", "import"], files].concat());
    let came = import(&[&late, &early]);
    assert_eq!(came.code, 0, "{}", came.err);
    assert_eq!(came.out.lines().count(), 2, "each desk with its last day: {}", came.out);
    for line in came.out.lines() {
        assert!(line.starts_with("Riverside Family Hub, desk "), "{line}");
    }
    // Without the catalogue the hub's id must do.
    let bare = two.run(&["--catalogue", "nowhere", "enquiries", "import", &late]);
    assert!(bare.code == 0 && bare.out.starts_with("example-riverside, desk "), "{}{}", bare.out, bare.err);
    assert!(import(&[&early]).err.contains("0 new"));
    let list = two.at_starter(&["enquiries"]).out;
    assert!(list.contains(&first) && !list.contains(&second));

    let bad = one.write("bad.jsonl", "a letter\n").display().to_string();
    let refused = import(&[&bad]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("bad.jsonl:1: this is no export of enquiries."), "{}", refused.err);
    assert_eq!(one.at_starter(&["enquiries", "export", "--force", &bad]).code, 2, "a letter is not written over");
    let streamed = one.at_starter(&["enquiries", "export", "-"]);
    assert!(streamed.out.starts_with("{\"signpost\":") && streamed.out.ends_with("}}\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_is_told_plainly_and_counts_once() {
    let home = Home::new();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_signpost"));
        crate::common::answer(command.envs(home.environment()).args(arguments).stdout(full()).output().unwrap())
    };
    let logged = run(&["log", "--quick"]);
    assert_eq!(logged.code, 0, "it is saved, so trying again would count twice: {}", logged.err);
    let told: Vec<&str> = logged.err.lines().collect();
    assert_eq!(told[0], "Can't write the answer: no space left on device.");
    assert!(told[1].starts_with("Saved as ") && told[1].ends_with("; the answer could not be written."), "{told:?}");
    let id = told[1].split([' ', ';']).nth(2).unwrap();
    assert!(home.run(&["enquiries"]).out.starts_with(id));

    let listed = run(&["enquiries"]);
    assert_eq!(listed.code, 2);
    assert!(listed.err.contains("Can't write the answer: no space left on device."), "{}", listed.err);
    assert!(!listed.err.contains("os error"), "{}", listed.err);
}
