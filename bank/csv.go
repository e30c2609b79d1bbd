package bank

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"agora/fault"
	"agora/money"
)

// Mapping says how a bank writes its statements as CSV. Columns are named by
// their heads; of Amount, or In and Out, one is needed.
type Mapping struct {
	Name      string // of the bank, for people
	Account   string // whose statements these are
	Currency  money.Currency
	Charset   string // "utf-8" or "windows-1251"
	Delimiter string // one of , ; | and "tab"
	Decimal   string // "." or ","
	Dates     string // with DD, MM and YYYY or YY: "DD.MM.YYYY"

	Day      string // column of the day of booking
	Amount   string // column of one signed amount; "" when there are two
	In, Out  string // columns of what came in and went out
	Ref      string // column of the bank's reference; "" for none, as below
	EndToEnd string
	Text     string
	Party    string
	Other    string // the other side's account
}

// maxPreamble is how many rows may stand before the heads.
const maxPreamble = 40

// Check proves a mapping; its faults name the fields as a form does.
func (m Mapping) Check() error {
	var f fault.Fields
	for field, value := range map[string]string{"name": m.Name, "account": m.Account, "dates": m.Dates, "day": m.Day} {
		if value == "" {
			f.Add(field, "fault.required")
		}
	}
	for field, value := range map[string]string{"name": m.Name, "account": m.Account, "dates": m.Dates, "day": m.Day, "amount": m.Amount, "in": m.In, "out": m.Out,
		"ref": m.Ref, "end_to_end": m.EndToEnd, "text": m.Text, "party": m.Party, "other": m.Other} {
		if len(value) > maxName {
			f.Add(field, "fault.too_long", "max", maxName)
		}
	}
	if !m.Currency.Valid() || m.Currency == money.Play {
		f.Add("currency", "fault.choice")
	}
	if m.Charset != "utf-8" && m.Charset != "windows-1251" {
		f.Add("charset", "fault.choice")
	}
	if m.comma() == 0 {
		f.Add("delimiter", "fault.choice")
	}
	if m.Decimal != "." && m.Decimal != "," {
		f.Add("decimal", "fault.choice")
	}
	if l := m.layout(); m.Dates != "" && (!strings.Contains(l, "02") || !strings.Contains(l, "01") || !strings.Contains(l, "06")) {
		f.Add("dates", "fault.bank_dates")
	}
	if (m.Amount == "") == (m.In == "" && m.Out == "") || (m.In == "") != (m.Out == "") {
		f.Add("amount", "fault.bank_amount_columns")
	}
	return f.Err()
}

func (m Mapping) comma() rune {
	switch m.Delimiter {
	case ",", ";", "|":
		return rune(m.Delimiter[0])
	case "tab":
		return '\t'
	}
	return 0
}

func (m Mapping) layout() string {
	return strings.NewReplacer("DD", "02", "MM", "01", "YYYY", "2006", "YY", "06").Replace(m.Dates)
}

// ReadCSV reads a statement by its bank's mapping. Rows before the heads are
// passed over; a row without a day or an amount ends as a fault, but one without
// both (a total, a signature) is passed over too.
func ReadCSV(r io.Reader, m Mapping) (Statement, error) {
	st := Statement{Account: number(m.Account), Currency: m.Currency}
	if err := m.Check(); err != nil {
		return st, err
	}
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return st, err
	}
	if len(raw) > MaxBytes {
		return st, errSize()
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if m.Charset == "windows-1251" {
		if raw, err = charmap.Windows1251.NewDecoder().Bytes(raw); err != nil {
			return st, errFile("windows-1251")
		}
	}
	if !utf8.Valid(raw) {
		return st, errFile("UTF-8")
	}
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = m.comma(), -1, true, true
	cols, err := m.heads(in)
	if err != nil {
		return st, err
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return st, errFile("CSV: " + err.Error())
		}
		row, _ := in.FieldPos(0)
		l, some, err := m.line(row, rec, cols)
		if err != nil {
			return st, err
		}
		if !some {
			continue
		}
		if len(st.Lines) == MaxLines {
			return st, errSize()
		}
		st.Lines = append(st.Lines, l)
	}
	st.name()
	return st, nil
}

// heads finds the row of heads and gives the place of each column.
func (m Mapping) heads(in *csv.Reader) (map[string]int, error) {
	missing := ""
	for range maxPreamble {
		rec, err := in.Read()
		if err != nil {
			break
		}
		at := map[string]int{}
		for i, head := range rec {
			if head = fold(head); head != "" {
				if _, twice := at[head]; !twice {
					at[head] = i
				}
			}
		}
		lacks := ""
		for _, want := range []string{m.Day, m.Amount, m.In, m.Out, m.Ref, m.EndToEnd, m.Text, m.Party, m.Other} {
			if _, ok := at[fold(want)]; want != "" && !ok {
				lacks = want
				break
			}
		}
		if lacks == "" {
			return at, nil
		}
		if missing == "" || lacks != m.Day {
			missing = lacks
		}
	}
	return nil, fault.Field("file", "fault.bank_column", "column", missing)
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func (m Mapping) line(row int, rec []string, cols map[string]int) (l Line, some bool, err error) {
	cell := func(name string) string {
		if i, ok := cols[fold(name)]; ok && name != "" && i < len(rec) {
			return strings.TrimSpace(rec[i])
		}
		return ""
	}
	day, sum, in, out := cell(m.Day), cell(m.Amount), cell(m.In), cell(m.Out)
	when, err := time.Parse(m.layout(), day)
	if err != nil && len(day) > len(m.Dates) { // with a time of day behind it
		when, err = time.Parse(m.layout(), day[:len(m.Dates)])
	}
	if sum+in+out == "" || err != nil && !strings.ContainsAny(day, "0123456789") {
		if day == "" || err != nil {
			return l, false, nil // a total, a remark
		}
		return l, false, errRow(row, fmt.Sprint(m.Amount, m.In), "")
	}
	if err != nil {
		return l, false, errRow(row, m.Day, day)
	}
	l = Line{Row: row, Day: when, Ref: cell(m.Ref), EndToEnd: cell(m.EndToEnd), Text: cell(m.Text), Party: cell(m.Party), Account: cell(m.Other)}
	l.Amount = money.Of(0, m.Currency)
	for _, c := range [...]struct {
		name, text string
		sign       int64
	}{{m.Amount, sum, 1}, {m.In, in, 1}, {m.Out, out, -1}} {
		if c.text == "" {
			continue
		}
		a, err := m.sum(c.text)
		if err != nil {
			return l, false, errRow(row, c.name, c.text)
		}
		if c.sign < 0 && a.Minor < 0 {
			a = a.Neg() // some write what went out with a minus in its own column
		}
		if l.Amount, err = l.Amount.Add(money.Of(c.sign*a.Minor, m.Currency)); err != nil {
			return l, false, errRow(row, c.name, c.text)
		}
	}
	l.trim()
	return l, l.Amount.Minor != 0, nil
}

// sum reads an amount as the bank writes it: groups parted by spaces, quotes or
// the mark that is not the decimal one, a sign before or behind.
func (m Mapping) sum(s string) (money.Amount, error) {
	other := ","
	if m.Decimal == "," {
		other = "."
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", other, "", "\u2212", "-").Replace(s)
	if t, ok := strings.CutSuffix(s, "-"); ok {
		s = "-" + t
	}
	return money.Parse(strings.Replace(strings.TrimPrefix(s, "+"), m.Decimal, ".", 1), m.Currency)
}
