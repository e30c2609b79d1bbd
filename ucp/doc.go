// Package ucp lets machines shop: the Universal Commerce Protocol, version
// 2026-04-08, over REST. The node is the business; a checkout of many shops is
// one order group of the market, and the protocol's order is that group.
//
// Tables: ucp_sessions (carts and checkouts with the answer that was last
// given), ucp_answers (what a repeated request is answered with), ucp_news (what
// platforms are told of their orders), ucp_keys (the node's own, with their
// private halves). None is a shop's: a cart spans shops.
//
// Invariants:
//   - What a platform sends is never trusted for a price: totals are those of
//     landed.Quote, and add up to what the market charges.
//   - A checkout is completed in the transaction that places its order group,
//     once; whatever is repeated, the group is the same.
//   - A platform sees what it made, and nothing else.
//   - News of an order is the whole order, signed, one after the other; told
//     again it is the same under the same id.
//   - Credentials of a payment are neither kept, echoed nor logged.
//   - Failures of transport have a status of HTTP; what became of business is
//     told by messages, with 200 or 201.
package ucp
