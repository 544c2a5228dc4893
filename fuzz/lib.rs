//! What the fuzz targets share with the ordinary tests: the bodies, and the desk in memory that the keys go to.

pub mod bodies;
#[path = "../tests/desk/driver.rs"]
pub mod driver;
#[path = "../tests/desk/fake.rs"]
pub mod fake;
#[path = "../tests/desk/fake_tally.rs"]
pub mod fake_tally;
#[path = "../tests/desk/fake_upkeep.rs"]
pub mod fake_upkeep;
