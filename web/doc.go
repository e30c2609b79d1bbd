// Package web is the edge to people: it routes, knows who asks, bounds what
// comes in, turns errors into pages, compresses, logs and counts. It has no
// rule of the trade and no SQL.
//
// Invariants: every route states who may use it (Access), and Server.Routes
// lists them for the tests; no body is read beyond its bound; a form from
// another site is refused before its route runs; a page is written whole or
// not at all; no page may run a script or load a file from elsewhere; what
// went wrong inside is shown as a short id that the log repeats.
package web
