// Package e2e proves the program from outside: it builds it, starts a demo
// market and walks through it as people do, in a browser with script and
// without, on a phone and on a desk, in English and in Urdu, and by plain HTTP.
//
// Invariants: a test reads names, actions and addresses, never words of one
// language; nothing sleeps, every step waits for what it needs; scenarios share
// the node and therefore never the same goods.
//
// AGORA_SHOTS names a folder for pictures of every page of the sale.
package e2e
