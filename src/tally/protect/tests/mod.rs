//! What is proved is true, and weaker methods fail.

mod large;
mod log;
