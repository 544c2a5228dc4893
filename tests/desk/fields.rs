//! The fields of a service in a form.

use super::driver::Desk;
use signpost::catalogue::Means;
use signpost::keymap::Context;

/// Id of the service, its fields as key and text, and how it was checked.
type Saved = (String, Vec<(String, String)>, Option<(Means, String)>);

fn saved(desk: &Desk) -> Vec<Saved> {
    let all = desk.fake.kept.amended.lock().unwrap();
    let texts = |fields: &[signpost::desk::FormField]| {
        fields.iter().map(|field| (field.key.clone(), field.text.clone())).collect::<Vec<_>>()
    };
    all.iter().map(|(id, fields, checked)| (id.clone(), texts(fields), checked.clone())).collect()
}

fn open() -> Desk {
    let mut desk = Desk::new();
    desk.press("<alt-u><f4>");
    desk
}

#[test]
fn each_value_has_a_box_with_its_label_and_how_it_is_written() {
    let mut desk = open();
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Quay Street food bank (nothing changed)
    > Name                    Quay Street food bank
      What it does            Food. For all.
      Phone numbers           01632 960 123
                              01632 960 124

      Opening hours           Tu 10:00-12:00








     Name: as people know it





    F4 save  Down next line  Up line before  Esc back  F9 hide  F1 help
    "#);
    assert!(desk.cursor_line().starts_with("> Name"));
    desk.press("<down><down>");
    assert!(desk.screen().contains("Phone numbers: one in a box. An emptied box is taken out."), "{}", desk.screen());
}

#[test]
fn a_change_is_saved_with_how_it_was_checked() {
    let mut desk = open();
    desk.press("<down><down><ctrl-u>01632 960 999<down><down>01632 960 777");
    assert!(desk.screen().contains("changed: Phone numbers"), "{}", desk.screen());
    desk.press("<f4>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Quay Street food bank

     Was it checked, and how?

    > p  Phone: somebody rang them
      v  Visit: somebody went there
      w  Web: their own page says so
      t  They told us
      n  Not checked: only the fields were changed

     A change is no check. Only say so when somebody asked them.










    Enter choose  Down next line  Esc back  F9 hide  F1 help
    "#);
    desk.press("pnavigator<enter>");
    let all = saved(&desk);
    let (id, texts, checked) = &all[0];
    assert_eq!((id.as_str(), checked.clone()), ("quay-food-bank", Some((Means::Phone, "navigator".to_owned()))));
    let text = |key: &str| texts.iter().find(|(own, _)| own == key).map(|(_, text)| text.as_str()).unwrap();
    assert_eq!(text("phones"), "01632 960 999\n01632 960 124\n01632 960 777");
    assert_eq!(text("description"), "Food.\nFor all.", "what nobody touched is as it was");
    assert_eq!(desk.app.context(), Context::Upkeep);
    assert!(desk.said().contains("Saved at this desk"), "{}", desk.said());
}

#[test]
fn a_change_alone_is_no_check() {
    let mut desk = open();
    desk.press("<end>s<f4>n");
    assert_eq!(saved(&desk)[0].2, None);
}

#[test]
fn what_is_refused_stands_beside_its_field_and_nothing_is_lost() {
    let mut desk = open();
    desk.press("<end>s<down><down>ring<f4>n");
    assert!(saved(&desk).is_empty());
    assert_eq!(desk.app.context(), Context::Fields);
    let screen = desk.screen();
    assert!(desk.cursor_line().starts_with("> ! Phone numbers"), "{screen}");
    assert!(screen.contains("Quay Street food banks") && screen.contains("123ring"), "{screen}");
    assert!(screen.contains("\n ! Phone numbers: \"ring\" is no telephone number."), "{screen}");
    desk.press("<backspace><backspace><backspace><backspace><f4>n");
    assert_eq!(saved(&desk).len(), 1, "{}", desk.screen());
}

#[test]
fn leaving_with_changes_asks_once_and_without_never() {
    let mut desk = open();
    desk.press("<esc>");
    assert_eq!(desk.app.context(), Context::Upkeep);
    desk.press("<f4>x<esc>");
    assert!(desk.said().contains("WITHOUT saving"), "{}", desk.said());
    desk.press("<esc>");
    assert_eq!(desk.app.context(), Context::Fields);
    desk.press("<esc><enter>");
    assert_eq!(desk.app.context(), Context::Upkeep);
    desk.press("<f4>");
    assert!(desk.screen().contains("nothing changed"), "{}", desk.screen());
    desk.press("<f4>");
    assert!(desk.said().contains("Nothing was changed."), "{}", desk.said());
}

#[test]
fn an_ordinary_form_comes_back_with_the_screen_and_a_sensitive_one_does_not() {
    let mut desk = open();
    desk.press("x<f9>y");
    assert!(desk.screen().contains("changed: Name"), "{}", desk.screen());
    desk.press("<f4>");
    desk.press("<f9>y");
    assert!(desk.screen().contains("changed: Name"), "{}", desk.screen());
    desk.wait(20);
    desk.press("y");
    assert!(desk.screen().contains("changed: Name"), "erasing a visit is not about it: {}", desk.screen());
    let mut desk = Desk::new();
    desk.press("<alt-u><down><f4>x<f9>y");
    assert!(desk.screen().contains("Search:") && !desk.screen().contains("Harbour"), "{}", desk.screen());
}

#[test]
fn a_form_with_changes_is_not_given_up_for_another() {
    let mut desk = open();
    desk.press("x<alt-u><down><f4>");
    assert!(desk.said().contains("are changed and not saved yet"), "{}", desk.said());
    assert!(desk.screen().contains("changed: Name") && desk.screen().contains("Quay Street"), "{}", desk.screen());
}

#[test]
fn a_file_that_cannot_be_read_is_said() {
    let mut desk = Desk::new();
    desk.press("debt<alt-e>");
    assert!(desk.said().contains("Its file can't be read."), "{}", desk.said());
    assert_eq!(desk.app.context(), Context::Search);
}

#[test]
fn what_is_typed_before_the_fields_are_there_goes_nowhere() {
    let mut desk = Desk::new();
    desk.press("food");
    desk.hold();
    desk.press("<alt-e>abc");
    desk.release();
    assert!(desk.screen().contains("nothing changed"), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.screen().contains("Search: food"), "{}", desk.screen());
}
