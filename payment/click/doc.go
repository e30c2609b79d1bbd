// Package click takes money through CLICK of Uzbekistan by its Shop API: the
// provider calls us twice with a form, Prepare before it takes the money of its
// client and Complete after, each signed with an MD5 over its fields and a
// secret key, and we answer with JSON that carries an error code.
//
// The facts of the protocol are from the provider's public integration
// (click-llc/click-integration-php on GitHub, commit 087c9e3: error codes) and
// from write-ups of others, read on 2026-11-25. The provider's own pages
// (docs.click.uz) could not be read: the fields under the signature of Complete,
// the meaning of -5 to -8 and the parameters of the pay link are to be compared
// with them before the first real payment. merchant_trans_id is an
// order's reference; amounts are soums with at most two decimals.
//
// The Shop API has no call from us to the provider: refunds are made in its
// cabinet (payment.ByHand).
//
// Tables: click_payments.
//
// Invariants: a payment and what the Cashier books for it change in one
// database transaction; a confirmed one has exactly one receipt, whose key is
// click_trans_id; a confirmed or cancelled payment never changes again.
package click
