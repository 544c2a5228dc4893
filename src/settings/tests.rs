//! Tests of layered settings.

use super::*;

#[test]
fn later_layers_win_and_say_so() {
    let mut settings = Settings::built_in();
    let text = "hub = \"a\"\nprinter = \"p\"\ncatalogue = \"cat\"";
    assert!(settings.lay_file(Path::new("/etc/s/settings.toml"), text).is_none());
    assert!(settings.lay_environment(|name| (name == "SIGNPOST_HUB").then(|| "b".to_owned())).is_empty());
    assert_eq!(settings.hub.value.as_deref(), Some("b"));
    assert_eq!(settings.hub.from.to_string(), "SIGNPOST_HUB");
    assert_eq!(settings.printers.printer.from.to_string(), "/etc/s/settings.toml");
    assert_eq!(settings.catalogue.value, Some(Origin::Path(PathBuf::from("/etc/s/cat"))));
    assert_eq!(settings.hide_after_minutes.from, Layer::BuiltIn);
    assert!(settings.mouse.value);
    assert!(settings.lay_file(Path::new("/etc/s/settings.toml"), "mouse = false").is_none());
    assert!(!settings.mouse.value);
}

#[test]
fn every_setting_is_listed_and_the_pin_is_not_told() {
    let mut settings = Settings::built_in();
    assert!(settings.lay_file(Path::new("s.toml"), "pin = \"4711\"\nhub = \"a\"").is_none());
    let list = settings.list();
    assert_eq!(list.iter().map(|(name, ..)| *name).collect::<Vec<_>>(), KEYS);
    assert!(list.contains(&("hub", "\"a\"".to_owned(), &Layer::File(PathBuf::from("s.toml")))));
    assert!(!format!("{list:?}").contains("4711"));
}

#[test]
fn a_broken_line_names_its_place_and_the_others_hold() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("settings.toml"), "hub = \"a\"\nhubb = 1\nprinter = desk\npin = 12\n").unwrap();
    let (settings, problems) = Settings::load(dir.path(), &Overrides::default());
    assert_eq!(
        (settings.hub.value.as_deref(), settings.printers.printer.value, settings.pin.value),
        (Some("a"), None, None)
    );
    assert_eq!(settings.unreadable_catalogue, None);
    let said = problems[0].to_string();
    assert!(said.contains("settings.toml:2:1: there is no setting \"hubb\"; did you mean hub? Mend"), "{said}");
    assert!(said.contains("and 2 more"), "{said}");
    for bad in [
        "hide_after_minutes = 0",
        "erase_after_minutes = 500",
        "tally_hide_up_to = 3",
        "tally_round_to = 1",
        "tally_symbol = \"=1\"",
        "tally_symbol = \"7\"",
        "pin = \"12a4\"",
        "[hub]",
        "hub = 1",
        "mouse = 1",
    ] {
        assert!(Settings::built_in().lay_file(Path::new("s.toml"), bad).is_some(), "{bad}");
    }
}

#[test]
fn what_is_kept_has_bounds_and_a_key_that_is_wrong_is_not_none() {
    const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let lay = |text: &str| {
        let mut settings = Settings::built_in();
        let said = settings.lay_file(Path::new("s.toml"), text).map(|error| error.to_string());
        (settings, said.unwrap_or_default())
    };
    let (settings, said) = lay(&format!("keep_rows_months = 84\nask_ethnicity = true\ntally_key = \"{KEY}\""));
    assert_eq!((said.as_str(), settings.keeping.rows_months.value), ("", 84));
    assert_eq!(settings.keeping.tally_key.value.as_deref(), Some(KEY));
    assert!(settings.keeping.ask_ethnicity.value && !settings.keeping.count_unfound_words.value);
    for bad in ["keep_rows_months = 2", "keep_rows_months = 85", "keep_rows_months = \"13\"", "ask_ethnicity = 1"] {
        let (settings, said) = lay(bad);
        assert!(said.contains("must be") && settings.keeping == Keeping::built_in(), "{bad}: {said}");
    }
    // Who meant to encrypt is not left without: the key is wrong, and not missing.
    for bad in ["tally_key = \"ssh-ed25519 AAAA\"", "tally_key = 1", "tally_key = age1", "taly_key = \"age1x\""] {
        assert_eq!(lay(bad).0.keeping.tally_key.value.as_deref(), Some(""), "{bad}");
    }
    let (settings, said) = lay("tally_key = \"AGE-SECRET-KEY-1QQPQYZ\"");
    assert!(said.contains("secret key") && !said.contains("QQPQYZ"), "{said}");
    assert!(!format!("{settings:?}").contains("QQPQYZ"));
    let mut settings = Settings::built_in();
    let said =
        settings.lay_environment(|name| (name == "SIGNPOST_TALLY_KEY").then(|| "age-secret-key-1qqpq".to_owned()));
    assert!(said[0].to_string().contains("secret key") && !said[0].to_string().contains("1qqpq"), "{said:?}");
    assert_eq!(settings.keeping.tally_key.from.to_string(), "SIGNPOST_TALLY_KEY");
}

#[test]
fn keymap_and_theme_come_from_every_layer_and_say_what_there_is() {
    let mut settings = Settings::built_in();
    let path = Path::new("s.toml");
    assert!(settings.lay_file(path, "keymap = \"one-handed\"\ntheme = \"plain\"").is_none());
    assert_eq!((settings.keymap.value, settings.theme.value), (KeymapName::OneHanded, ThemeName::Plain));
    let said = settings.lay_file(path, "keymap = \"vin\"").unwrap().to_string();
    assert_eq!(
        said,
        "s.toml:1:10: keymap must be one of default, vim, one-handed, not \"vin\"; did you mean vim? Mend this line; until then what it sets is not set."
    );
    let said = settings.lay_environment(|name| (name == "SIGNPOST_THEME").then(|| "dark".to_owned()));
    assert_eq!(
        said[0].to_string(),
        "SIGNPOST_THEME must be one of default, high-contrast, plain, not \"dark\". Until this is mended it is not set."
    );
    assert_eq!(settings.theme.value, ThemeName::Plain);
    let said = settings.lay_environment(|name| (name == "SIGNPOST_KEYMAP").then(|| "vim".to_owned()));
    assert!(said.is_empty() && settings.keymap.value == KeymapName::Vim);
    assert_eq!(settings.keymap.from.to_string(), "SIGNPOST_KEYMAP");
    let dir = tempfile::tempdir().unwrap();
    let overrides = Overrides { theme: Some(ThemeName::HighContrast), ..Overrides::default() };
    assert_eq!(Settings::load(dir.path(), &overrides).0.theme.from.to_string(), "--theme");
}

#[test]
fn erasing_before_hiding_does_both_at_the_earlier_time_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    for (text, minutes, told) in [
        ("erase_after_minutes = 3", (3, 3), Some("(3, ")),
        ("hide_after_minutes = 60", (15, 15), Some("(60, ")),
        ("hide_after_minutes = 4\nerase_after_minutes = 4", (4, 4), None),
    ] {
        std::fs::write(dir.path().join("settings.toml"), text).unwrap();
        let (settings, problems) = Settings::load(dir.path(), &Overrides::default());
        assert_eq!((settings.hide_after_minutes.value, settings.erase_after_minutes.value), minutes, "{text}");
        assert_eq!(problems.len(), usize::from(told.is_some()), "{problems:?}");
        assert!(told.is_none_or(|told| problems[0].what.contains(told)), "{problems:?}");
    }
}

#[test]
fn a_catalogue_that_may_be_meant_is_no_missing_one() {
    for (text, place) in [
        ("catalogue = /x", Some("s.toml:1:13")),
        ("hub = \"a\"\ncatalouge = \"/x\"", Some("s.toml:2:1")),
        ("Catalogue: /x", Some("s.toml:1:")),
        ("catalogue = \"/x\"\ncatalogue = \"/y\"", Some("s.toml:2:1")),
        ("catalogue = \"/x\"\nhub = a", None),
        ("printer = desk", None),
    ] {
        let mut settings = Settings::built_in();
        settings.lay_file(Path::new("s.toml"), text);
        let found = settings.unreadable_catalogue;
        match place {
            Some(place) => assert!(found.as_ref().is_some_and(|f| f.starts_with(place)), "{text}: {found:?}"),
            None => assert_eq!(found, None, "{text}"),
        }
    }
}
