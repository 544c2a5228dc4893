//! Which of our needs the terms of other registers mean.

use serde::{Deserialize, Serialize};

/// `taxonomy.toml`: terms of other registers and our needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Taxonomy {
    /// The terms; of two that fit, the one that says more of the term counts.
    pub terms: Vec<MappedTerm>,
}

/// One term of another register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MappedTerm {
    /// The taxonomy that it belongs to, as the register names it; any when missing.
    pub taxonomy: Option<String>,
    /// Its code or id in the taxonomy.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Our needs; an empty list says that it means none of them.
    pub needs: Vec<String>,
}
