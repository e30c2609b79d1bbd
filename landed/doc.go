// Package landed computes what a buyer pays in all before she says yes: goods,
// freight, duty, import VAT and fees, each with its rule, source and date. The
// computation is pure; the rules and the exchange rates are dated rows.
//
// Tables: landed_rules (what the operator added or changed), landed_history (each
// version of it), landed_switches (from which day a set of rules is in force),
// landed_drafts (files that were brought in and looked at), landed_sellers (shops
// that pay VAT at home), exchange_rates.
//
// Invariants:
//   - A total is the sum of the entries that are charged; parcels and fees add
//     up to the whole.
//   - What nobody has read in a source is Unknown and never guessed; an estimate
//     is called one.
//   - A rate and a rule are looked up for a day, the latest on or before it, and
//     nothing is converted when it is read back.
//   - A rate that was put in by hand is never replaced by one that was derived
//     for the same day.
//   - The hash of a quote changes when, and only when, an amount, a rule or a
//     rate that the buyer saw changes; that a source was read again on a later
//     day changes nothing.
package landed
