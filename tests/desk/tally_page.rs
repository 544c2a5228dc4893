//! The page of tallies.

use super::driver::Desk;

#[test]
fn look() {
    let mut desk = Desk::new();
    desk.press("<alt-t>");
    println!("{}", desk.screen());
    for _ in 0..8 {
        desk.press("<tab>");
        println!("{}", desk.screen());
    }
    desk.press("<tab><enter>");
    println!("{}", desk.screen());
    desk.resize(200, 50);
    println!("{}", desk.screen());
    desk.press("<esc>");
    println!("{}", desk.screen());
}
