// Package offline pays without any provider: cash at the door, and a bank
// transfer with a reference. People carry the money; the program knows what is
// to come and is told when it came.
package offline
