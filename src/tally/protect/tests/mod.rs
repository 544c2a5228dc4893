//! What is proved is true, and weaker methods fail.

mod judge;
mod large;
mod log;
mod small;
