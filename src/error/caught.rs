//! A panic is a mistake in the program. Nobody at a desk shall see one, and none may take an enquiry with it.

use super::{Error, Result};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Where the last panic of this thread happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics of all threads from writing anything: on screen it would tear the picture, and the message may hold what a family said, which must not be left in a scrollback. Only the place in the program is kept, for [`caught`].
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        PLACE.with(|last| *last.borrow_mut() = place);
    }));
}

/// Does something, and returns a panic in it as an error that names its place in the program.
///
/// # Errors
/// When it panicked. What it was working on may be half done; whoever calls this knows what may be used again.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = PLACE.with(|last| last.borrow_mut().take());
        let place = place.map_or_else(String::new, |place| format!(" ({place})"));
        Error::system(format!("Something went wrong inside Signpost{place}."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_without_its_message() {
        assert_eq!(caught(|| 5).unwrap(), 5);
        let words = "words of a family";
        let told = caught(|| assert!(words.is_empty(), "{words}")).unwrap_err().to_string();
        assert!(told.starts_with("Something went wrong inside Signpost") && !told.contains("family"), "{told}");
    }
}
