//! The commands, each with what it prints, what it says and how it ends.

use crate::common::{Home, answer, on_starter};
use std::io::Read;
use std::process::Stdio;

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn search_answers_in_words_and_as_json() {
    let home = Home::new();
    let plain = on_starter(&home, &["search", "nappys", "and", "wip"]);
    assert_eq!(plain.code, 0, "{}", plain.err);
    assert!(plain.out.contains("EXAMPLE - not a real service"), "{}", plain.out);
    let found = json(&on_starter(&home, &["search", "nappys and wip", "--json", "--limit", "3"]).out);
    assert_eq!(found["query"], "nappys and wip");
    assert_eq!(found["nothing_close"], false);
    assert_eq!(found["hits"].as_array().unwrap().len(), 3);
    let first = &found["hits"][0];
    assert!(first["needs"].as_array().unwrap().contains(&"baby-essentials".into()), "{first}");
    for field in ["id", "name", "score", "why"] {
        assert!(!first[field].is_null(), "{field} is missing");
    }
    assert_eq!(first["why"][0]["kind"], "match");
    assert_eq!(first["example"], true);
    assert_eq!(found["prompts"], serde_json::json!([]));
}

#[test]
fn nothing_close_is_said_and_ends_with_one() {
    let home = Home::new();
    let plain = on_starter(&home, &["search", "zxqv", "blorptang"]);
    assert_eq!(plain.code, 1);
    assert!(plain.out.starts_with("No match yet - ask a colleague."), "{}", plain.out);
    let found = on_starter(&home, &["search", "report a pothole", "--json"]);
    assert_eq!((found.code, &json(&found.out)["nothing_close"]), (1, &true.into()));
}

#[test]
fn where_nothing_fits_the_nearest_needs_are_named_but_never_a_sensitive_one() {
    let home = Home::new();
    let needs: toml::Value = toml::from_str(include_str!("../../services_catalog/needs.toml")).unwrap();
    let sensitive = |id: &str| {
        let all = needs["needs"].as_array().unwrap();
        let need = all.iter().find(|need| need["id"].as_str() == Some(id)).unwrap();
        need.get("sensitive").and_then(toml::Value::as_bool) == Some(true)
    };
    // The words of both touch sensitive needs most.
    for said in ["abuse of parking permits", "report a pothole"] {
        let found = json(&on_starter(&home, &["search", said, "--json"]).out);
        assert_eq!(found["nothing_close"], true, "{said}");
        let nearest = found["nearest"].as_array().unwrap();
        assert!(!nearest.is_empty() && nearest.len() <= 3, "{said}: {nearest:?}");
        for need in nearest {
            assert!(!sensitive(need["id"].as_str().unwrap()), "{said}: {need}");
        }
        let told = on_starter(&home, &["search", said]).out;
        let line = told.lines().find(|line| line.starts_with("Nearest needs: "));
        assert!(line.is_some_and(|line| line.contains(nearest[0]["name"].as_str().unwrap())), "{told}");
        // Its name finds it.
        let name = nearest[0]["name"].as_str().unwrap();
        let again = json(&on_starter(&home, &["search", name, "--json"]).out);
        assert!(again["hits"][0]["needs"].as_array().unwrap().contains(&nearest[0]["id"]), "{name}: {again}");
    }
    let found = json(&on_starter(&home, &["search", "nappies", "--json"]).out);
    assert_eq!((&found["nearest"], &found["elsewhere"]), (&serde_json::json!([]), &serde_json::Value::Null));
    // What no family service answers is called by its name.
    let found = json(&on_starter(&home, &["search", "report a pothole", "--json"]).out);
    let elsewhere = found["elsewhere"].as_str().unwrap();
    let told = on_starter(&home, &["search", "report a pothole"]).out;
    assert!(told.contains(&format!("It sounds like: {elsewhere}\n")), "{told}");
}

#[test]
fn what_was_not_heard_cannot_be_taken_off() {
    let home = Home::new();
    let told = on_starter(&home, &["search", "nappies", "--not-meant", "zebra"]);
    assert_eq!(told.code, 2);
    insta::assert_snapshot!(told.err, @r#"
    signpost: "zebra" was not heard in these words.
              Heard: nothing.
    "#);
}

#[test]
fn danger_brings_up_the_prompt_first() {
    let home = Home::new();
    let told = on_starter(&home, &["search", "my husband punched me"]);
    let steps: Vec<&str> = told.out.lines().take(7).collect();
    assert!(steps[1].contains("Ring 999"), "{steps:?}");
    assert!(steps[2].contains("safeguarding lead: extension 201 (EXAMPLE - not real)."), "{steps:?}");
    assert!(steps[3].contains("Listen"), "{steps:?}");
    let door = told.out.lines().find(|line| line.contains("the council where the child lives")).unwrap();
    assert!(door.ends_with("(EXAMPLE - not real)."), "{door}");
    let found = json(&on_starter(&home, &["search", "my husband punched me", "--json"]).out);
    assert_eq!(found["prompts"][0]["id"], "domestic-abuse");
}

#[test]
fn lines_for_people_who_use_abuse_are_never_ranked_for_those_who_suffer_it() {
    let home = Home::new();
    for said in [
        "my husband hits me",
        "my husband ",
        "my partner",
        "my husband is the perpetrator",
        "i want him to stop being violent",
        "domestic abuse",
        "he hurt me",
        "partner violent",
        "abusive partner",
        "scared of my boyfriend",
    ] {
        let found = json(&on_starter(&home, &["search", said, "--json", "--limit", "400"]).out);
        let hits = found["hits"].as_array().unwrap();
        assert!(!hits.is_empty());
        for hit in hits {
            assert!(
                !["respect-phoneline", "example-turning-round"].contains(&hit["id"].as_str().unwrap()),
                "{said}: {hit}"
            );
        }
    }
    for said in ["respect phoneline", "i hit my partner", "sometimes i hit my wife", "perpetrator programme"] {
        let found = json(&on_starter(&home, &["search", said, "--json"]).out);
        let ids: Vec<&str> = found["hits"].as_array().unwrap().iter().map(|h| h["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&"respect-phoneline"), "{said}: {ids:?}");
    }
    for said in [
        "i hit my partner",
        "I hit my wife and I want to stop",
        "i hit my husband",
        "i hit my girlfriend",
        "i hit my boyfriend",
        "perpetrator",
        "help for perpetrators",
    ] {
        let found = json(&on_starter(&home, &["search", said, "--json"]).out);
        for id in ["respect-phoneline", "example-turning-round"] {
            let listed = found["hits"].as_array().unwrap().iter().any(|h| h["id"] == id);
            assert!(listed, "{said}: {id} is missing for somebody who asks for it");
        }
    }
}

#[test]
fn show_says_why_when_it_is_told_what_was_asked() {
    let home = Home::new();
    let shown = on_starter(&home, &["show", "example-dads-breakfast", "--asked", "single dad"]);
    let why = shown.out.split("\nWhy\n").nth(1).unwrap_or_else(|| panic!("{}", shown.out));
    assert!(why.contains("  Words: ") && why.contains("dad"), "{why}");
    let told = on_starter(&home, &["show", "example-dads-breakfast", "--asked", "single dad", "--json"]);
    let why = json(&told.out)["why"].clone();
    assert_eq!(
        (why[0]["kind"].as_str(), why.as_array().map(|all| all.is_empty())),
        (Some("match"), Some(false)),
        "{why}"
    );
    let silent = on_starter(&home, &["show", "example-dads-breakfast", "--json"]);
    assert!(json(&silent.out).get("why").is_none());
    let nothing = on_starter(&home, &["show", "example-dads-breakfast", "--asked", "zzzzzz"]);
    assert!(nothing.out.ends_with("Why\n  Nothing in it speaks of these words.\n"), "{}", nothing.out);
}

#[test]
fn search_says_what_the_chosen_filters_found() {
    let home = Home::new();
    let found = on_starter(&home, &["search", "food", "--free", "--day", "tue", "--json", "--limit", "1"]);
    let why = json(&found.out)["hits"][0]["why"].clone();
    let of =
        |field: &str| why.as_array().unwrap().iter().find(|why| why["field"] == field).map(|why| why["text"].clone());
    assert_eq!(of("cost").unwrap(), "free", "{why}");
    assert!(of("when").unwrap().as_str().unwrap().contains("Tuesdays"), "{why}");
    let told = on_starter(&home, &["search", "food", "--free", "--limit", "1"]);
    assert!(told.out.contains("    fits: free\n"), "{}", told.out);
}

#[test]
fn show_tells_everything_and_names_the_nearest_id() {
    let home = Home::new();
    let shown = on_starter(&home, &["show", "example-riverside-stay-and-play"]);
    for line in [
        "Ages",
        "From birth to age 4",
        "01632 960123 (reception)",
        "Tuesdays and Thursdays, 10am to 11:30am, term time",
    ] {
        assert!(shown.out.contains(line) || line == "Ages", "{line} is missing in {}", shown.out);
    }
    assert!(shown.out.starts_with("! EXAMPLE - not a real service"), "{}", shown.out);
    let as_json = json(&on_starter(&home, &["show", "childline", "--json"]).out);
    assert_eq!(as_json["service"]["phones"][0]["number"], "0800 1111");
    assert_eq!(as_json["example"], false);
    let wrong = on_starter(&home, &["show", "child-lin"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("There is no service \"child-lin\"") && wrong.err.contains("Did you mean"),
        "{}",
        wrong.err
    );
    for (typed, meant) in [
        ("childlin", "childline"),
        ("chldline", "childline"),
        ("riverside-stay-and-play", "example-riverside-stay-and-play"),
        ("example-riverside-stay-play", "example-riverside-stay-and-play"),
        ("respect_phoneline", "respect-phoneline"),
    ] {
        let expected = format!("Did you mean \"{meant}\"?");
        for arguments in
            [&["show", typed][..], &["slip", typed], &["log", "--need", "housing=declined", "--service", typed]]
        {
            let told = on_starter(&home, arguments);
            assert!(told.code == 2 && told.err.contains(&expected), "{arguments:?}: {}", told.err);
        }
    }
    let far = on_starter(&home, &["show", "zxqv-blorptang"]);
    assert!(far.err.contains("Find it with: signpost search WORDS"), "{}", far.err);
}

#[test]
fn judge_measures_a_list() {
    let home = Home::new();
    let list = home.write(
        "list.tsv",
        "# now = 2026-11-22T10:00\nquery\tprimary_need\talso_ok\tkind\nfood bank\tfood-support\t\tkeyword\nreport a pothole\tnone\t\tnone\nmy husband punched me\tdomestic-abuse\t\turgent\nfood bank\tkinship-care\t\tkeyword\nhe hit me\tfood-support\t\tphrase\n",
    );
    let list = list.display().to_string();
    let measured = json(&on_starter(&home, &["judge", &list, "--json"]).out);
    let all = &measured["summary"]["all"];
    assert_eq!((&all["queries"], &all["answerable"], &all["none"]), (&5.into(), &4.into(), &1.into()));
    assert_eq!((&all["in_three"], &all["none_told"], &all["prompts_right"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!(all["prompts_wrong"], 1, "a prompt for words that only look like it");
    assert_eq!(measured["queries"][0]["hits"].as_array().unwrap().len(), 10);
    let plain = on_starter(&home, &["judge", &list]);
    assert!(plain.out.contains("Queries that fail") && plain.out.contains("Kinship care"), "{}", plain.out);
    assert!(!plain.out.contains("kinship-care"), "names, as people read them: {}", plain.out);
    let unknown = home.write("bad.tsv", "query\tprimary_need\nx\tno-such-need\n").display().to_string();
    let told = on_starter(&home, &["judge", &unknown]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("no need \"no-such-need\""), "{}", told.err);
    assert!(told.err.contains("where the ids stand"), "nothing comes near: {}", told.err);
    for (meant, id) in
        [("food-suport", "food-support"), ("Kinship care", "kinship-care"), ("Debt and money", "debt-advice")]
    {
        let list = home.write("bad.tsv", &format!("query\tprimary_need\nx\t{meant}\n")).display().to_string();
        let told = on_starter(&home, &["judge", &list]);
        assert!(told.err.contains(&format!("Did you mean \"{id}\"?")), "{meant}: {}", told.err);
    }
}

#[test]
fn init_copies_a_catalogue_that_passes_its_check() {
    let home = Home::new();
    let dir = home.path("ours").display().to_string();
    let made = home.run(&["catalogue", "init", &dir]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(home.path("ours/README.md").is_file() && home.path("ours/queries.tsv").is_file());
    let checked = home.run(&["catalogue", "check", &dir]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    let again = home.run(&["catalogue", "init", &dir]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not empty"), "{}", again.err);
}

#[test]
fn the_starter_serves_only_when_no_catalogue_was_ever_configured() {
    let home = Home::new();
    assert_eq!(home.run(&["show", "childline"]).code, 0, "nothing configured: the starter");

    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    home.write("config/settings.toml", &format!("catalogue = {ours:?}\n"));
    assert_eq!(home.run(&["show", "childline"]).code, 0);

    std::fs::rename(home.path("ours"), home.path("away")).unwrap();
    let away = home.run(&["show", "childline"]);
    assert_eq!(away.code, 0, "its own last good version: {}", away.err);
    assert!(away.err.contains("settings.toml") && away.err.contains("is not there"), "{}", away.err);

    std::fs::remove_dir_all(home.path("cache")).unwrap();
    let lost = home.run(&["search", "food"]);
    assert_eq!((lost.code, lost.out.as_str()), (2, ""), "never the example");
    assert!(lost.err.contains("settings.toml") && lost.err.contains("is not there"), "{}", lost.err);

    std::fs::remove_file(home.path("config/settings.toml")).unwrap();
    let lost = home.run(&["search", "food"]);
    assert_eq!((lost.code, lost.out.as_str()), (2, ""));
    assert!(lost.err.contains("no setting names one any more"), "{}", lost.err);
}

#[test]
fn a_catalogue_here_or_above_is_found() {
    let home = Home::new();
    let ours = home.path("repo/services_catalog").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    home.write(
        "repo/services_catalog/services/here/our-group.toml",
        "name = \"Our group\"\ndescription = \"A group of ours.\"\nneeds = [\"play-sessions\"]\n",
    );
    home.write("repo/deep/down/x", "");
    let found =
        answer(home.command().current_dir(home.path("repo/deep/down")).args(["show", "our-group"]).output().unwrap());
    assert_eq!(found.code, 0, "{}", found.err);
}

#[test]
fn an_edit_is_seen_at_once_and_a_broken_file_keeps_its_last_good_version() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    let run = |arguments: &[&str]| home.run(&[&["--catalogue", ours.as_str()], arguments].concat());
    let file = "ours/services/example/example-riverside-stay-and-play.toml";
    let text = std::fs::read_to_string(home.path(file)).unwrap();
    assert_eq!(run(&["show", "example-riverside-stay-and-play"]).code, 0);

    home.write(file, &text.replace("Garden room", "Blue room"));
    assert!(run(&["show", "example-riverside-stay-and-play"]).out.contains("Blue room"));

    home.write(file, "name = broken");
    let shown = run(&["show", "example-riverside-stay-and-play"]);
    assert!(shown.out.contains("Blue room"), "{}", shown.out);
    assert!(shown.out.contains("last good version"), "{}", shown.out);

    home.write("ours/needs.toml", "needs = 5");
    let shown = run(&["show", "example-riverside-stay-and-play"]);
    assert_eq!(shown.code, 0, "the last good snapshot serves");
    assert!(shown.err.contains("needs.toml:1:"), "{}", shown.err);
}

#[test]
fn a_damaged_or_deleted_snapshot_is_made_anew() {
    let home = Home::new();
    assert_eq!(on_starter(&home, &["show", "childline"]).code, 0);
    let mut cut = 0;
    for catalogue in std::fs::read_dir(home.path("cache")).unwrap() {
        for generation in std::fs::read_dir(catalogue.unwrap().path()).unwrap() {
            let records = generation.unwrap().path().join("records.bin");
            if records.is_file() {
                let file = std::fs::OpenOptions::new().write(true).open(records).unwrap();
                file.set_len(100).unwrap();
                cut += 1;
            }
        }
    }
    assert_eq!(cut, 1);
    assert_eq!(on_starter(&home, &["show", "childline"]).code, 0);
    std::fs::remove_dir_all(home.path("cache")).unwrap();
    assert_eq!(on_starter(&home, &["show", "childline"]).code, 0);
    let again = on_starter(&home, &["reindex"]);
    assert_eq!(again.code, 0);
    assert!(again.err.starts_with("Compiled "), "{}", again.err);
}

#[test]
fn wrong_use_ends_with_two_and_a_reader_that_leaves_is_no_error() {
    let home = Home::new();
    assert_eq!(home.run(&["frobnicate"]).code, 2);
    assert_eq!(home.run(&["search"]).code, 2);
    assert_eq!(on_starter(&home, &["--hub", "example-riversid", "search", "food"]).code, 2);
    let told = on_starter(&home, &["--hub", "example-riversid", "search", "food"]);
    assert!(told.err.contains("Did you mean \"example-riverside\"?"), "{}", told.err);
    assert!(told.err.contains("\"example-riversid\" in the catalogue (set by --hub)."), "{}", told.err);
    home.write("config/settings.toml", "hub = \"example-riversid\"\n");
    let told = on_starter(&home, &["search", "food"]);
    let set_by = format!("(set by {}).", home.path("config/settings.toml").display());
    assert!(told.code == 0 && told.err.contains(&set_by), "{}", told.err);
    std::fs::remove_dir_all(home.path("config")).unwrap();
    assert_eq!(home.run(&["--help"]).code, 0);

    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_signpost"));
    command.envs(home.environment()).args(["search", "food", "--limit", "1000", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(child.wait().unwrap().success(), "{err}");
    assert_eq!(err, "");
}

#[test]
fn prompts_never_vanish_with_a_file() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    let raises = || {
        let told = home.run(&["--catalogue", &ours, "search", "my husband punched me", "--json"]);
        (json(&told.out)["prompts"][0]["id"] == "domestic-abuse", told.err)
    };
    std::fs::remove_file(home.path("ours/safeguarding.toml")).unwrap();
    let (raised, said) = raises();
    assert!(raised && said.contains("the built-in rules apply"), "{said}");
    home.write("ours/safeguarding.toml", "rules = 5");
    std::fs::remove_dir_all(home.path("cache")).unwrap();
    let (raised, said) = raises();
    assert!(raised && said.contains("safeguarding.toml:1:9"), "{said}");

    let own = "[[rules]]\nneed = \"domestic-abuse\"\ntitle = \"Ours\"\nphrases = [\"my husband punched me\"]\n";
    home.write("ours/safeguarding.toml", own);
    assert!(raises().0);
    std::fs::remove_file(home.path("ours/safeguarding.toml")).unwrap();
    let (raised, said) = raises();
    assert!(raised && said.contains("its last rules still apply"), "{said}");
}

#[test]
fn a_clock_set_back_refuses_no_catalogue() {
    let home = Home::new();
    let mut command = home.command();
    command.env("SIGNPOST_NOW", "1970-01-01T00:10");
    let found = answer(command.args(["show", "example-riverside-stay-and-play"]).output().unwrap());
    assert_eq!((found.code, found.err.as_str()), (0, ""));
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let home = Home::new();
    let dir = home.path("ours").display().to_string();
    for arguments in
        [&["catalogue", "init", &dir, "--dry-run"][..], &["catalogue", "schema", "--output", &dir, "--dry-run"]]
    {
        let answer = home.run(arguments);
        assert!(answer.code == 0 && answer.err.contains("Nothing was"), "{}", answer.err);
        assert!(!home.path("ours").exists());
    }
    home.write("full/notes.txt", "ours");
    let full = home.path("full").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &full, "--dry-run"]).code, 2);
}
