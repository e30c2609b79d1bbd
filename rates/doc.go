// Package rates reads the exchange rates that central banks publish and derives
// from them the market's own: units for one US dollar. Reading is pure; what a
// bank said is kept as it was said.
//
// Tables: rate_sheets (what banks said), rate_drafts (what waits for an
// operator), rate_asks (when a bank was asked, and how that ended).
//
// Invariants:
//   - A sheet is read whole or not at all, from at most MaxBytes, and an error
//     names the bank and what was wrong.
//   - A number is exact as a decimal and is rounded once, half up, to the nine
//     decimals of money.RateScale.
//   - A rate is for one unit, whatever number of units the bank quotes.
//   - What is derived is rounded once more, and never replaces what was put in
//     by hand for the same day.
//   - A bank is asked only when a setting says so, and at most once an hour.
package rates
