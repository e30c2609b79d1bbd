// Package moneytest lets random people do random things with money to a market
// of several shops and currencies, and proves after every step that nothing is
// lost, made, or paid twice. It has no tables.
//
// Its length is the flag -steps; `make test-long` runs a hundred thousand.
package moneytest
