// Package hosted pays on the page of a bank's gateway: we ask the gateway for a
// payment, send the buyer to its page, and it notifies us of what came. The
// protocol is small and our own, so that a bank or somebody between it and us
// can speak it; all bodies are JSON, all amounts minor units of an ISO 4217
// currency.
//
// We call, with "Authorization: Bearer KEY":
//
//	POST /payments                 Idempotency-Key: the payment's key
//	     {"key","reference","amount","currency"}  -> a payment
//	GET  /payments/{key}           -> the payment; 404 when it was never asked for;
//	     409 when the gateway can't tell
//	POST /payments/{key}/capture   {"amount"}: takes so much of what is authorized
//	POST /payments/{key}/cancel    gives up what nothing was captured of
//	POST /refunds                  Idempotency-Key: KEY/refund/TOTAL
//	     {"payment":KEY,"total"}: brings what went back up to total, in all
//
// A payment is {"id","key","url","status","reference","currency","amount",
// "captured","refunded"}, where url is the page for the buyer, to which we add
// return_url, where she is sent afterwards; status is pending, authorized, part, captured,
// cancelled, refunded or failed, and captured and refunded only grow.
//
// The gateway notifies us with POST, signed by the Standard Webhooks scheme
// (version 1.0.0, as articles about it tell, read on 2026-11-25): headers
// webhook-id, webhook-timestamp and webhook-signature "v1,BASE64" of
// HMAC-SHA256 over "ID.TIMESTAMP.BODY". The body is {"type","data"}: data is the
// payment as it is at that moment; type is payment.updated, or
// payment.reversed when the bank took all of it back. An answer of 204 settles
// it; anything else asks for another try.
//
// Tables: hosted_payments, hosted_receipts.
//
// Invariants: what came of a payment is told as a sum, so a notification may
// come twice, late or out of order: only growth is booked, in one transaction
// with its row in hosted_receipts. A payment is noted before the gateway is
// asked for it; after a break the gateway is asked what became of it first. The
// secret is never logged or shown.
package hosted
