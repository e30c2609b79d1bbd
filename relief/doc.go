// Package relief is goods that people give in a crisis, from the hand that gives them
// to the ward that needs them.
//
// A crisis has facilities and items; a consignment goes to a facility in numbered
// packages, each with its contents and its value. Each hand-over is signed by who takes
// over. Where it arrives packages are scanned, by phones that may be offline; when the
// count is closed, what was not seen is a discrepancy that names packages, contents,
// value and last custodian. Units move by package goods, in the book of the crisis.
//
// Words are those of RITA (WFP Logistics Cluster): consignment, line item, custody.
//
// Tables: relief_crises, relief_facilities, relief_items, relief_needs, relief_pledges,
// relief_consignments,
// relief_packages, relief_custody (who took over which packages, and how that was
// signed), relief_scans, relief_discrepancies; relief_weights, relief_proposals,
// relief_allotments (lines of proposals, and what is approved of them), relief_rests (what
// of a proposal found no other side).
//
// Invariants:
//   - everything belongs to one crisis; one that is closed is only read;
//   - a package has one number in its consignment, and its contents are units of lots
//     in the account of that package, from the moment it is packed;
//   - who expects a consignment does not count it;
//   - a scan counts once, however often a phone sends it;
//   - a count that is closed stays: a package that is found later closes its part of
//     the discrepancy by an entry of its own;
//   - the units of a pledge are its promised rest, and what is allotted, sent and declined;
//   - nothing is allotted that nobody approved, and to no facility more than it lacks;
//   - each public total is a sum of entries of goods.
package relief
