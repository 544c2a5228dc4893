//! What the catalogue calls what is counted.

use crate::tally::{Area, Dimension, NOT_ASKED};
use std::collections::BTreeMap;

/// A need, as tallies know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Id of its group.
    pub group: String,
    /// Its area of the DfE programme, where one fits.
    pub dfe_area: Option<String>,
    /// Published for the whole locality only.
    pub sensitive: bool,
}

/// A service that was handed out, as tallies know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceName {
    /// Its name.
    pub name: String,
    /// Published for the whole locality only. So is what the catalogue doesn't know any more: nobody can tell.
    pub sensitive: bool,
}

/// What the catalogue calls what is counted, and what the data holds besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Id and name of the locality.
    pub locality: (String, String),
    /// Its hubs, id and name.
    pub hubs: Vec<(String, String)>,
    /// Needs in the catalogue's order.
    pub needs: Vec<NeedName>,
    /// Groups, id and name, in the catalogue's order.
    pub groups: Vec<(String, String)>,
    /// Services that were handed out in the period.
    pub services: BTreeMap<String, ServiceName>,
    /// Languages that were spoken in the period, code and name.
    pub languages: Vec<(String, String)>,
    /// Ethnic groups, id and label; none where nobody asks.
    pub ethnic_groups: Vec<(String, String)>,
}

impl Names {
    /// Returns all hubs of the locality.
    pub fn area(&self) -> Area {
        self.hubs.iter().map(|(id, _)| id.clone()).collect()
    }

    /// Returns the name of a hub, or its id when the catalogue has it no more.
    pub fn hub<'a>(&'a self, id: &'a str) -> &'a str {
        self.hubs.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    /// Returns the name of a group, or its id when the catalogue has it no more.
    pub fn group(&self, id: &str) -> String {
        self.groups.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name).to_owned()
    }

    /// Returns the values of a dimension with their labels, in the order in which they are shown where no number decides.
    pub fn values(&self, dimension: Dimension) -> Vec<(String, String)> {
        if let Some(fixed) = dimension.fixed() {
            return fixed.into_iter().map(|(id, label)| (id.to_owned(), label.to_owned())).collect();
        }
        match dimension {
            Dimension::Need => self.needs.iter().map(|need| (need.id.clone(), need.name.clone())).collect(),
            Dimension::Group => self.groups.clone(),
            Dimension::DfeArea => {
                let mut areas: Vec<String> = self.needs.iter().filter_map(|need| need.dfe_area.clone()).collect();
                areas.sort();
                areas.dedup();
                areas.into_iter().map(|area| (area.clone(), area)).collect()
            }
            Dimension::Language => {
                let not_asked = (NOT_ASKED.to_owned(), "not asked".to_owned());
                std::iter::once(not_asked).chain(self.languages.iter().cloned()).collect()
            }
            Dimension::Service => {
                self.services.iter().map(|(id, service)| (id.clone(), service.name.clone())).collect()
            }
            Dimension::Ethnicity => self.ethnic_groups.clone(),
            _ => Vec::new(),
        }
    }

    /// Returns the label of a value, or the value itself when nobody knows it.
    pub fn label(&self, dimension: Dimension, value: &str) -> String {
        let known = self.values(dimension).into_iter().find(|(id, _)| id == value);
        known.map_or_else(|| value.to_owned(), |(_, label)| label)
    }

    /// Returns whether a value is published for the whole locality only: sensitive needs and services, what sums them up, and outcomes that tell of danger.
    pub fn is_sensitive(&self, dimension: Dimension, value: &str) -> bool {
        let any = |is_in: &dyn Fn(&NeedName) -> bool| self.needs.iter().any(|need| need.sensitive && is_in(need));
        match dimension {
            Dimension::Need => self.needs.iter().find(|need| need.id == value).is_none_or(|need| need.sensitive),
            Dimension::Group => any(&|need| need.group == value),
            Dimension::DfeArea => any(&|need| need.dfe_area.as_deref() == Some(value)),
            Dimension::Service => self.services.get(value).is_none_or(|service| service.sensitive),
            Dimension::Outcome => matches!(value, "passed-to-safeguarding-lead" | "emergency-services-called"),
            Dimension::Ethnicity => true,
            _ => false,
        }
    }
}
