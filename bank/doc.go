// Package bank reads what banks write and writes what they read: statements as
// ISO 20022 camt.053 or as CSV of any shape, orders of payment as pain.001, and
// account numbers as IBAN. It knows nothing of orders or payouts.
//
// Invariants: what is read is bounded; an error names the row and the column or
// element; the same line has the same key in whatever file it comes again.
package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"agora/fault"
	"agora/money"
)

const (
	// MaxBytes bounds a file.
	MaxBytes = 10 << 20
	// MaxLines bounds the lines of a file.
	MaxLines = 5000
)

// Statement is what a bank says of one account over some days.
type Statement struct {
	Number         string // the bank's own; "" when it has none
	Account        string // IBAN or the bank's own number, without spaces
	Currency       money.Currency
	Opened, Closed money.Amount
	Balanced       bool // it names both balances
	Lines          []Line
}

// Line is one movement of money.
type Line struct {
	Row      int          // entry or row in the file, from 1
	Day      time.Time    // booked by the bank; midnight UTC
	Amount   money.Amount // above zero came in, below went out
	Reversal bool         // takes back an earlier line
	Ref      string       // the bank's reference
	EndToEnd string       // what whoever ordered the payment called it
	Text     string       // what it is for, as the payer wrote it
	Party    string       // name of the other side
	Account  string       // account of the other side
	Why      string       // reason of a return, as the bank writes it
	Key      string       // stable name of the line
}

// Gap is what the lines leave unexplained between the balances: zero in a sound
// statement, and in one without balances.
func (s Statement) Gap() money.Amount {
	gap := money.Of(0, s.Currency)
	if !s.Balanced {
		return gap
	}
	gap.Minor = s.Closed.Minor - s.Opened.Minor
	for _, l := range s.Lines {
		gap.Minor -= l.Amount.Minor
	}
	return gap
}

// name gives every line its key. The bank's reference names a line; without one,
// all that it says does. Lines that are alike are counted, so that two equal
// payments of a day are two and a file that overlaps another names them alike.
func (s *Statement) name() {
	seen := map[string]int{}
	for i := range s.Lines {
		l := &s.Lines[i]
		parts := []string{s.Account, l.Day.Format(time.DateOnly), l.Amount.String(), l.Ref}
		if l.Ref == "" {
			parts = append(parts, l.EndToEnd, l.Party, l.Account, l.Text)
		}
		text := strings.Join(parts, "\x1f")
		seen[text]++
		sum := sha256.Sum256([]byte(text + "\x1f" + strconv.Itoa(seen[text])))
		l.Key = hex.EncodeToString(sum[:16])
	}
}

// number reads an account's number as its own: without spaces, in capitals.
func number(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// words joins texts by single spaces and cuts them to a bound in bytes.
func words(max int, list ...string) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(strings.Join(list, " "), "\uFFFD")), " ")
	for len(s) > max {
		s = s[:max]
		for len(s) > 0 && s[len(s)-1]&0xC0 == 0x80 {
			s = s[:len(s)-1]
		}
		if len(s) > 0 && s[len(s)-1] >= 0xC0 {
			s = s[:len(s)-1]
		}
	}
	return s
}

// bounds of the texts of a line, in bytes.
const (
	maxText = 1000
	maxName = 200
)

func (l *Line) trim() {
	l.Ref, l.EndToEnd = words(maxName, l.Ref), words(maxName, l.EndToEnd)
	l.Text, l.Party, l.Why = words(maxText, l.Text), words(maxName, l.Party), words(maxName, l.Why)
	l.Account = words(maxName, number(l.Account))
}

func errSize() error {
	return fault.Field("file", "fault.bank_size", "mib", MaxBytes>>20, "lines", MaxLines)
}

func errFile(why string) error { return fault.Field("file", "fault.bank_file", "why", why) }

func errRow(row int, column, value string) error {
	return fault.Field("file", "fault.bank_row", "row", row, "column", column, "value", words(80, value))
}
