// Package claim is what happens when a buyer says that something is wrong with
// an order: offers of both sides as data, goods that go back, another one that
// is sent, an arbiter who decides, one appeal. Returns, exchanges, refunds in
// part and disputes are all one kind of claim.
//
// Tables: claims, claim_steps (their history, with offers and decisions),
// claim_files (evidence).
//
// Invariants:
//   - an order has at most one claim that has not ended;
//   - a claim moves only along the table in state.go, and every state that
//     waits for somebody has a deadline after which the clock moves it;
//   - money moves once, when a claim ends, through market.Resolve: never more
//     than is left of the order;
//   - an arbiter runs neither the shop nor is the buyer, and an appeal is
//     decided by somebody else than the first decision;
//   - evidence is read by the two sides and the arbiters only.
package claim
