package bank

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"agora/money"
)

// maxDepth bounds how deep elements may lie; a statement needs about fifteen.
const maxDepth = 40

var camtSpace = regexp.MustCompile(`^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8]$`)

// ReadCAMT reads an ISO 20022 bank statement, camt.053.001.02 to .08, one
// Statement for each account in it. Only what the bank has booked counts.
func ReadCAMT(r io.Reader) ([]Statement, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxBytes {
		return nil, errSize()
	}
	in := xml.NewDecoder(bytes.NewReader(raw))
	in.CharsetReader = charset
	var doc camtDocument
	err = xml.NewTokenDecoder(&shallow{in: in}).Decode(&doc)
	switch {
	case errors.Is(err, errMany):
		return nil, errSize()
	case err != nil:
		line, _ := in.InputPos()
		return nil, errFile(fmt.Sprintf("XML, line %d: %v", line, err))
	case !camtSpace.MatchString(doc.XMLName.Space):
		return nil, errFile("xmlns " + words(80, doc.XMLName.Space))
	case len(doc.Statements) == 0:
		return nil, errFile("Stmt")
	}
	var list []Statement
	row, lines := 0, 0
	for _, s := range doc.Statements {
		st, err := s.read(&row)
		if err != nil {
			return nil, err
		}
		if lines += len(st.Lines); lines > MaxLines {
			return nil, errSize()
		}
		list = append(list, st)
	}
	return list, nil
}

func charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "us-ascii":
		return in, nil
	case "windows-1251":
		return charmap.Windows1251.NewDecoder().Reader(in), nil
	}
	return nil, fmt.Errorf("charset %q", name)
}

var errMany = errors.New("too many entries")

// shallow hands tokens on while they are not too deep and not too many.
type shallow struct {
	in             *xml.Decoder
	depth, entries int
}

func (s *shallow) Token() (xml.Token, error) {
	t, err := s.in.Token()
	switch t := t.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > maxDepth {
			return nil, fmt.Errorf("more than %d elements deep", maxDepth)
		}
		if t.Name.Local == "Ntry" || t.Name.Local == "TxDtls" {
			if s.entries++; s.entries > 2*MaxLines {
				return nil, errMany
			}
		}
	case xml.EndElement:
		s.depth--
	}
	return t, err
}

func (s camtStatement) read(row *int) (Statement, error) {
	st := Statement{Number: words(maxName, s.ID), Account: words(maxName, number(first(s.Account.IBAN, s.Account.Other))), Currency: money.Currency(s.Account.Currency)}
	if st.Account == "" {
		return st, errRow(*row, "Stmt/Acct/Id", "")
	}
	open, shut := false, false
	for _, b := range s.Balances {
		at, into := &open, &st.Opened
		switch b.Code {
		case "OPBD", "PRCD":
			if open && b.Code == "PRCD" { // a bank that tells both tells the same
				continue
			}
		case "CLBD":
			at, into = &shut, &st.Closed
		default:
			continue
		}
		a, err := b.Amount.signed(b.Sign)
		if err != nil {
			return st, errRow(*row, "Bal/Amt", b.Amount.Value)
		}
		*at, *into = true, a
		if st.Currency == "" {
			st.Currency = a.Currency
		}
	}
	st.Balanced = open && shut
	for _, e := range s.Entries {
		*row++
		if first(e.Status.Code, e.Status.Text) != "BOOK" {
			continue
		}
		lines, err := e.read(*row)
		if err != nil {
			return st, err
		}
		st.Lines = append(st.Lines, lines...)
	}
	for _, l := range st.Lines {
		if st.Currency == "" {
			st.Currency = l.Amount.Currency
		}
		if l.Amount.Currency != st.Currency {
			return st, errRow(l.Row, "Ntry/Amt/@Ccy", string(l.Amount.Currency))
		}
	}
	if !st.Currency.Valid() || st.Balanced && (st.Opened.Currency != st.Currency || st.Closed.Currency != st.Currency) {
		return st, errRow(*row, "Stmt/Acct/Ccy", string(st.Currency))
	}
	st.name()
	return st, nil
}

// read gives the lines of an entry: one for each transaction of a batch whose
// sums the bank tells, else one.
func (e camtEntry) read(row int) ([]Line, error) {
	sum, err := e.Amount.signed(e.Sign)
	if err != nil {
		return nil, errRow(row, "Ntry/Amt", e.Amount.Value)
	}
	day, err := camtDay(first(e.Booked.Day, e.Booked.Time, e.Value.Day, e.Value.Time))
	if err != nil {
		return nil, errRow(row, "Ntry/BookgDt", first(e.Booked.Day, e.Booked.Time))
	}
	whole := Line{Row: row, Day: day, Amount: sum, Reversal: e.Reversal == "true" || e.Reversal == "1", Ref: e.Ref, Text: e.More}
	var lines []Line
	left := sum.Minor
	for _, t := range e.Parts {
		l := whole
		l.take(t, e.Sign == "CRDT")
		if len(e.Parts) > 1 {
			a, err := first2(t.Amount, t.Details).signed(first(t.Sign, e.Sign))
			if err != nil || a.Currency != sum.Currency {
				lines, left = nil, 0
				break
			}
			l.Amount = a
		}
		left -= l.Amount.Minor
		lines = append(lines, l)
	}
	if len(lines) == 0 || left != 0 { // the parts don't say what they are: a person reads the whole
		for _, t := range e.Parts {
			whole.Text += " " + t.text()
		}
		lines = []Line{whole}
	}
	for i := range lines {
		lines[i].trim()
	}
	return lines, nil
}

// take puts what a transaction tells into a line; in tells that money came in.
func (l *Line) take(t camtPart, in bool) {
	l.Ref = first(t.Ref, l.Ref)
	if e := strings.TrimSpace(t.EndToEnd); e != "NOTPROVIDED" {
		l.EndToEnd = e
	}
	if s := t.text(); strings.TrimSpace(s) != "" {
		l.Text = s
	}
	l.Why = words(maxName, t.Return.Code, t.Return.Own, strings.Join(t.Return.More, " "))
	other, at := t.Sides.Creditor, t.Sides.CreditorAt
	if in != (l.Reversal || l.Why != "") { // a return names the sides of the first payment
		other, at = t.Sides.Debtor, t.Sides.DebtorAt
	}
	l.Party, l.Account = first(other.Name, other.Party), first(at.IBAN, at.Other)
}

func (t camtPart) text() string {
	return strings.Join(append(append(append([]string{}, t.Free...), t.Refs...), t.Extra...), " ")
}

// signed reads an amount: digits of the currency are two (package money).
func (a camtAmount) signed(sign string) (money.Amount, error) {
	c := money.Currency(a.Currency)
	got, err := money.Parse(a.Value, c)
	if err != nil || !c.Valid() || got.Minor < 0 {
		return got, errors.New("no amount")
	}
	switch strings.TrimSpace(sign) {
	case "CRDT":
		return got, nil
	case "DBIT":
		return got.Neg(), nil
	}
	return got, errors.New("no direction")
}

func camtDay(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	return time.Parse(time.DateOnly, s)
}

func first(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

func first2(a, b camtAmount) camtAmount {
	if a.Value != "" {
		return a
	}
	return b
}
