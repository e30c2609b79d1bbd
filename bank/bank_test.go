package bank

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"agora/fault"
	"agora/money"
)

// camt writes a statement of one account in a version of the format.
func camt(version int, entries string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.0%d"><BkToCstmrStmt><Stmt><Id>S-1</Id>
<Acct><Id><IBAN>PK36 SCBL 0000 0011 2345 6702</IBAN></Id><Ccy>PKR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="PKR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="PKR">50.5</Amt><CdtDbtInd>DBIT</CdtDbtInd></Bal>
%s</Stmt></BkToCstmrStmt></Document>`, version, entries)
}

const entries02 = `<Ntry><Amt Ccy="PKR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="PKR">10.00</Amt></TxAmt></AmtDtls>
<RltdPties><Dbtr><Nm>Saima</Nm></Dbtr><DbtrAcct><Id><Othr><Id>77 1</Id></Othr></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>AG-1</Ustrd><Ustrd>caps</Ustrd></RmtInf></TxDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="PKR">20.00</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>AG-2</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="PKR">999.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="PKR">180.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>false</RvslInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-11-26T10:00:00</DtTm></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>PO7</EndToEndId></Refs><RltdPties><Cdtr><Nm>The Loom</Nm></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>`

const entries08 = `<Ntry><Amt Ccy="PKR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>PO7</EndToEndId></Refs><Amt Ccy="PKR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Agora</Nm></Pty></Dbtr><Cdtr><Pty><Nm>The Loom</Nm></Pty></Cdtr></RltdPties>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="PKR">180.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt></Ntry>`

func TestCAMT(t *testing.T) {
	list, err := ReadCAMT(strings.NewReader(camt(2, entries02)))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	s := list[0]
	if s.Account != "PK36SCBL0000001123456702" || s.Number != "S-1" || !s.Balanced || s.Gap().Minor != 0 || len(s.Lines) != 3 {
		t.Fatalf("%+v gap %v", s, s.Gap())
	}
	for i, want := range []Line{
		{Row: 1, Amount: money.Of(1000, "PKR"), Ref: "B1", Text: "AG-1 caps", Party: "Saima", Account: "771"},
		{Row: 1, Amount: money.Of(2000, "PKR"), Ref: "B1", Text: "AG-2"},
		{Row: 3, Amount: money.Of(-18050, "PKR"), EndToEnd: "PO7", Party: "The Loom"},
	} {
		got := s.Lines[i]
		want.Key, want.Day = got.Key, time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
		if got != want || got.Key == "" {
			t.Errorf("line %d: %+v", i, got)
		}
	}
	list, err = ReadCAMT(strings.NewReader(camt(8, entries08)))
	if err != nil {
		t.Fatal(err)
	}
	if l := list[0].Lines[0]; !l.Reversal || l.Why != "AC04 closed" || l.Party != "The Loom" || l.EndToEnd != "PO7" {
		t.Errorf("a return: %+v", l)
	}
	odd := strings.Replace(entries02, `Ccy="PKR">20.00`, `Ccy="PKR">21.00`, 1)
	if list, err = ReadCAMT(strings.NewReader(camt(2, odd))); err != nil || len(list[0].Lines) != 2 || list[0].Lines[0].Amount.Minor != 3000 {
		t.Errorf("a batch whose parts don't add up is one line: %+v %v", list, err)
	}
	if list, err = ReadCAMT(strings.NewReader(camt(2, ""))); err != nil || list[0].Gap().Minor != -15050 {
		t.Errorf("a gap: %v %v", list[0].Gap(), err)
	}
}

func TestCAMTFaultsNameTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"<a":        "fault.bank_file",
		camt(9, ""): "fault.bank_file",
		camt(2, strings.Replace(entries02, "180.50", "180,50", 1)):    "fault.bank_row",
		camt(2, strings.Repeat("<x>", 60)+strings.Repeat("</x>", 60)): "fault.bank_file",
		camt(2, strings.Repeat("<Ntry/>", 2*MaxLines+1)):              "fault.bank_size",
	} {
		if _, err := ReadCAMT(strings.NewReader(text)); !fault.HasKey(err, want) {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
	}
}

func mapping() Mapping {
	return Mapping{Name: "Bank", Account: "1180 0001", Currency: "KGS", Charset: "windows-1251", Delimiter: ";", Decimal: ",", Dates: "DD.MM.YYYY",
		Day: "Дата", In: "Приход", Out: "Расход", Ref: "№", Text: "Назначение"}
}

func TestCSV(t *testing.T) {
	text := "Выписка\n\n№;Дата;Приход;Расход;Назначение\n1;26.11.2026;1 250,50;;Заказ AG-1\n2;26.11.2026 10:15;;100;\"PO7; выплата\"\n;;1 250,50;100;Итого\n;26.11.2026;5,00;;a\n;26.11.2026;5,00;;a\n"
	raw, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadCSV(strings.NewReader(raw), mapping())
	if err != nil || len(s.Lines) != 4 {
		t.Fatalf("%+v %v", s, err)
	}
	if l := s.Lines[0]; l.Amount != money.Of(125050, "KGS") || l.Text != "Заказ AG-1" || l.Ref != "1" || s.Account != "11800001" {
		t.Errorf("%+v", l)
	}
	if l := s.Lines[1]; l.Amount != money.Of(-10000, "KGS") || l.Text != "PO7; выплата" || l.Row != 5 {
		t.Errorf("%+v", l)
	}
	if s.Lines[2].Key == s.Lines[3].Key {
		t.Error("two equal payments are one")
	}
	again, _ := ReadCSV(strings.NewReader(raw), mapping())
	if again.Lines[3].Key != s.Lines[3].Key {
		t.Error("the same line has another key")
	}
	for cell, want := range map[string]string{"1 250,50": "fault.bank_row", "Приход": "fault.bank_column"} {
		bad, _ := charmap.Windows1251.NewEncoder().String(strings.Replace(text, cell, "1.2,3,4", 1))
		if _, err := ReadCSV(strings.NewReader(bad), mapping()); !fault.HasKey(err, want) {
			t.Errorf("%s: %v", cell, err)
		}
	}
	m := mapping()
	m.Amount, m.Charset, m.Dates = "Сумма", "koi8", "D.M"
	if err := m.Check(); len(fault.List(err)) != 3 {
		t.Errorf("a bad mapping: %v", err)
	}
}

func TestIBAN(t *testing.T) {
	for s, want := range map[string]bool{"PK36 SCBL 0000 0011 2345 6702": true, "GB82WEST12345698765432": true, "PK37SCBL0000001123456702": false,
		"PK36SCBL00000011234567": false, "1180000012345678": false, "": false, "gb82 west 1234 5698 7654 32": true} {
		if IsIBAN(s) != want {
			t.Errorf("%q is an IBAN: %v", s, !want)
		}
	}
}

func TestBadIBAN(t *testing.T) {
	for s, want := range map[string]string{"PK36 SCBL 0000 0011 2345 6702": "", "HBL, PK37SCBL0000001123456702": "PK37SCBL0000001123456702", "mBank 1180000123456789": "",
		"PK37 SCBL 0000 0011 2345 6702": "PK37 SCBL 0000 0011 2345 6702", "": ""} {
		if got := BadIBAN(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func TestAccountIn(t *testing.T) {
	for s, want := range map[string]string{"PK36 SCBL 0000 0011 2345 6702, Bank, holder A": "PK36SCBL0000001123456702", "Bank: PK36SCBL0000001123456702": "PK36SCBL0000001123456702",
		"Demo Bank, account 1091820123456701, holder T": "1091820123456701", "card 6037 9900 0000 1234": "", "123456 or 654321": "", "": ""} {
		if got := AccountIn(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

// TestPAIN compares with a kept file; AGORA_KEEP_GOLDEN=1 writes it anew.
func TestPAIN(t *testing.T) {
	o := Orders{ID: "B77", Made: time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC), Day: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC),
		Debtor: Debtor{"Agora & Sons", "PK36SCBL0000001123456702", "SCBLPKKX"},
		Payments: []Payment{{"PO7", "The Loom", "PK36 SCBL 0000 0011 2345 6702", money.Of(90000, "PKR"), "Payout 2026-11-26"},
			{"PO8", "Käthe//" + strings.Repeat("x", 90), "1180000012345678", money.Of(5, "PKR"), ""}}}
	var b bytes.Buffer
	if err := WritePAIN(&b, o); err != nil {
		t.Fatal(err)
	}
	const kept = "testdata/pain.xml"
	if os.Getenv("AGORA_KEEP_GOLDEN") != "" {
		if err := os.WriteFile(kept, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(kept)
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Errorf("%v, the file is not that of %s:\n%s", err, kept, b.String())
	}
	for key, spoil := range map[string]func(*Orders){
		"fault.iban":         func(o *Orders) { o.Payments[0].Account = "PK37SCBL0000001123456702" },
		"fault.bank_account": func(o *Orders) { o.Debtor.Account = "" },
		"fault.bank_bic":     func(o *Orders) { o.Debtor.BIC = "SCB" },
		"fault.bank_id":      func(o *Orders) { o.Payments[0].Ref = strings.Repeat("x", 36) },
		"fault.positive":     func(o *Orders) { o.Payments[0].Amount.Minor = 0 },
	} {
		bad := o
		bad.Payments = append([]Payment{}, o.Payments...)
		spoil(&bad)
		if err := WritePAIN(&b, bad); !fault.HasKey(err, key) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func FuzzReadCAMT(f *testing.F) {
	f.Add(camt(2, entries02))
	f.Add(camt(8, entries08))
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadCAMT(strings.NewReader(text))
		for _, s := range list {
			sound(t, s, err)
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add("№;Дата;Приход;Расход;Назначение\n1;26.11.2026;1 250,50;;AG-1\n")
	f.Fuzz(func(t *testing.T, text string) {
		m := mapping()
		m.Charset = "utf-8"
		s, err := ReadCSV(strings.NewReader(text), m)
		sound(t, s, err)
	})
}

// sound proves what every reader promises.
func sound(t *testing.T, s Statement, err error) {
	if err != nil {
		return
	}
	seen := map[string]bool{}
	for _, l := range s.Lines {
		if l.Key == "" || seen[l.Key] || l.Amount.Currency != s.Currency || l.Day.IsZero() || len(l.Text) > maxText {
			t.Errorf("%+v", l)
		}
		seen[l.Key] = true
	}
}

func FuzzIsIBAN(f *testing.F) {
	f.Add("PK36 SCBL 0000 0011 2345 6702")
	f.Fuzz(func(t *testing.T, s string) {
		if IsIBAN(s) && len(number(s)) > 34 {
			t.Error(s)
		}
	})
}
