// Package storefront is the market as buyers see it: home, search, shop,
// product, cart, checkout, order, account and the pages that explain prices.
// It reads from the services and shows; every rule is theirs.
//
// Invariants: everything works without script and without an account until a
// page says otherwise; a refused form keeps what was typed; the total at the
// door is the largest number near a thing, and what is an estimate looks like
// one.
package storefront
