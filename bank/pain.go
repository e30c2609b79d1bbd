package bank

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"agora/fault"
	"agora/money"
)

// Debtor is the account that pays.
type Debtor struct {
	Name    string
	Account string // IBAN, or the bank's own number
	BIC     string // "" when the bank wants none
}

// Payment is one order to the bank.
type Payment struct {
	Ref     string // end to end, at most 35 characters of those ISO 20022 allows
	Name    string
	Account string
	Amount  money.Amount // above zero
	Text    string
}

// Orders is a file for the bank, all in one currency.
type Orders struct {
	ID       string    // unique, at most 35 characters
	Made     time.Time // when the file was made
	Day      time.Time // on which the bank shall pay
	Debtor   Debtor
	Payments []Payment
}

const painSpace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"

// lengths of texts in pain.001.001.03, in characters.
const (
	maxID     = 35
	maxHolder = 70 // of Max140Text; many banks take no more
	maxRemit  = 140
	maxOther  = 34 // a proprietary account
)

// WritePAIN writes orders as ISO 20022 pain.001.001.03. Names and texts are cut
// and kept to the Latin characters that banks exchange (EPC217-08); letters of
// other scripts are for the caller to turn into Latin ones first.
func WritePAIN(w io.Writer, o Orders) error {
	if len(o.Payments) == 0 || len(o.Payments) > MaxLines {
		return errSize()
	}
	c, sum := o.Payments[0].Amount.Currency, money.Amount{}
	doc := painDocument{Space: painSpace}
	head, info := &doc.Init.Head, &doc.Init.Info
	for _, p := range o.Payments {
		if p.Amount.Minor <= 0 || p.Amount.Currency != c {
			return fault.Field("amount", "fault.positive")
		}
		if !plainID(p.Ref) {
			return fault.Field("ref", "fault.bank_id", "value", p.Ref)
		}
		var err error
		if sum, err = sum.Add(p.Amount); err != nil {
			return err
		}
		at, err := painAccountOf("account", p.Account)
		if err != nil {
			return err
		}
		t := painPayment{Ref: p.Ref, Name: Latin(p.Name, maxHolder), Account: at, Text: Latin(p.Text, maxRemit)}
		t.Amount.Currency, t.Amount.Value = string(c), p.Amount.Plain()
		info.Payments = append(info.Payments, t)
	}
	if !plainID(o.ID) {
		return fault.Field("id", "fault.bank_id", "value", o.ID)
	}
	if o.Debtor.BIC != "" && !IsBIC(o.Debtor.BIC) {
		return fault.Field("bic", "fault.bank_bic", "value", o.Debtor.BIC)
	}
	at, err := painAccountOf("debtor", o.Debtor.Account)
	if err != nil {
		return err
	}
	at.Currency = string(c)
	name := Latin(o.Debtor.Name, maxHolder)
	head.ID, head.Made, head.Count, head.Sum, head.Name = o.ID, o.Made.UTC().Format("2006-01-02T15:04:05"), len(o.Payments), sum.Plain(), name
	info.ID, info.Method, info.Count, info.Sum, info.Day = o.ID, "TRF", head.Count, head.Sum, o.Day.UTC().Format(time.DateOnly)
	info.Name, info.Account, info.Bank.BIC = name, at, o.Debtor.BIC
	if o.Debtor.BIC == "" {
		info.Bank.Other = "NOTPROVIDED"
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	out.Indent("", "  ")
	if err := out.Encode(doc); err != nil {
		return fmt.Errorf("bank: write pain.001: %w", err)
	}
	_, err = io.WriteString(w, "\n")
	return err
}

func painAccountOf(field, s string) (a painAccount, err error) {
	n := number(s)
	switch {
	case IsIBAN(n):
		a.IBAN = n
	case LooksIBAN(n):
		return a, fault.Field(field, "fault.iban", "value", s)
	case n == "" || len(n) > maxOther || strings.Trim(n, "0123456789-/.") != "": // a name of a bank before it is no number
		return a, fault.Field(field, "fault.bank_account", "value", words(80, s))
	default:
		a.Other = n
	}
	return a, nil
}

// latin are the characters that all banks take, besides letters and digits.
const latin = "/-?:().,'+ "

// Latin keeps of a text what banks exchange, at most max characters; others
// become dots, and nothing begins or ends with a slash.
func Latin(s string, max int) string {
	s = strings.Map(func(c rune) rune {
		if c < 0x80 && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.ContainsRune(latin, c)) {
			return c
		}
		return '.'
	}, strings.Join(strings.Fields(s), " "))
	s = strings.ReplaceAll(s, "//", "/")
	return strings.Trim(s[:min(len(s), max)], "/ ")
}

func plainID(s string) bool { return s != "" && len(s) <= maxID && Latin(s, maxID) == s }

type painDocument struct {
	XMLName struct{} `xml:"Document"`
	Space   string   `xml:"xmlns,attr"`
	Init    struct {
		Head struct {
			ID    string `xml:"MsgId"`
			Made  string `xml:"CreDtTm"`
			Count int    `xml:"NbOfTxs"`
			Sum   string `xml:"CtrlSum"`
			Name  string `xml:"InitgPty>Nm"`
		} `xml:"GrpHdr"`
		Info struct {
			ID      string      `xml:"PmtInfId"`
			Method  string      `xml:"PmtMtd"`
			Count   int         `xml:"NbOfTxs"`
			Sum     string      `xml:"CtrlSum"`
			Day     string      `xml:"ReqdExctnDt"`
			Name    string      `xml:"Dbtr>Nm"`
			Account painAccount `xml:"DbtrAcct"`
			Bank    struct {
				BIC   string `xml:"FinInstnId>BIC,omitempty"`
				Other string `xml:"FinInstnId>Othr>Id,omitempty"`
			} `xml:"DbtrAgt"`
			Payments []painPayment `xml:"CdtTrfTxInf"`
		} `xml:"PmtInf"`
	} `xml:"CstmrCdtTrfInitn"`
}

type painAccount struct {
	IBAN     string `xml:"Id>IBAN,omitempty"`
	Other    string `xml:"Id>Othr>Id,omitempty"`
	Currency string `xml:"Ccy,omitempty"`
}

type painPayment struct {
	Ref    string `xml:"PmtId>EndToEndId"`
	Amount struct {
		Currency string `xml:"Ccy,attr"`
		Value    string `xml:",chardata"`
	} `xml:"Amt>InstdAmt"`
	Name    string      `xml:"Cdtr>Nm"`
	Account painAccount `xml:"CdtrAcct"`
	Text    string      `xml:"RmtInf>Ustrd,omitempty"`
}
