package bank

import "encoding/xml"

// The part of camt.053 that is read; versions differ in where a status and a
// party's name stand (ISO 20022 message definitions, camt.053.001.02 to .08).
type camtDocument struct {
	XMLName    xml.Name        `xml:"Document"`
	Statements []camtStatement `xml:"BkToCstmrStmt>Stmt"`
}

type camtStatement struct {
	ID      string `xml:"Id"`
	Account struct {
		IBAN     string `xml:"Id>IBAN"`
		Other    string `xml:"Id>Othr>Id"`
		Currency string `xml:"Ccy"`
	} `xml:"Acct"`
	Balances []struct {
		Code   string     `xml:"Tp>CdOrPrtry>Cd"`
		Amount camtAmount `xml:"Amt"`
		Sign   string     `xml:"CdtDbtInd"`
	} `xml:"Bal"`
	Entries []camtEntry `xml:"Ntry"`
}

type camtAmount struct {
	Value    string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type camtDate struct {
	Day  string `xml:"Dt"`
	Time string `xml:"DtTm"`
}

type camtEntry struct {
	Amount   camtAmount `xml:"Amt"`
	Sign     string     `xml:"CdtDbtInd"`
	Reversal string     `xml:"RvslInd"`
	Status   struct {
		Text string `xml:",chardata"` // to .06
		Code string `xml:"Cd"`        // from .07
	} `xml:"Sts"`
	Booked camtDate   `xml:"BookgDt"`
	Value  camtDate   `xml:"ValDt"`
	Ref    string     `xml:"AcctSvcrRef"`
	Parts  []camtPart `xml:"NtryDtls>TxDtls"`
	More   string     `xml:"AddtlNtryInf"`
}

type camtPart struct {
	Ref      string     `xml:"Refs>AcctSvcrRef"`
	EndToEnd string     `xml:"Refs>EndToEndId"`
	Amount   camtAmount `xml:"Amt"`               // from .04
	Details  camtAmount `xml:"AmtDtls>TxAmt>Amt"` // before
	Sign     string     `xml:"CdtDbtInd"`
	Sides    struct {
		Debtor     camtParty   `xml:"Dbtr"`
		DebtorAt   camtAccount `xml:"DbtrAcct"`
		Creditor   camtParty   `xml:"Cdtr"`
		CreditorAt camtAccount `xml:"CdtrAcct"`
	} `xml:"RltdPties"`
	Free   []string `xml:"RmtInf>Ustrd"`
	Refs   []string `xml:"RmtInf>Strd>CdtrRefInf>Ref"`
	Extra  []string `xml:"RmtInf>Strd>AddtlRmtInf"`
	Return struct {
		Code string   `xml:"Rsn>Cd"`
		Own  string   `xml:"Rsn>Prtry"`
		More []string `xml:"AddtlInf"`
	} `xml:"RtrInf"`
}

type camtParty struct {
	Name  string `xml:"Nm"`     // to .07
	Party string `xml:"Pty>Nm"` // from .08
}

type camtAccount struct {
	IBAN  string `xml:"Id>IBAN"`
	Other string `xml:"Id>Othr>Id"`
}
