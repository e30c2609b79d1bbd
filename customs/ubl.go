package customs

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"agora/money"
)

// The names of UBL 2.1 (OASIS, ISO/IEC 19845) that the invoice uses.
const (
	ublInvoice = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	ublParts   = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	ublBasics  = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
)

// ublDocument is the invoice in the order of its schema: the terms that EN 16931
// asks for, and those that customs do.
type ublDocument struct {
	XMLName       xml.Name       `xml:"Invoice"`
	Space         string         `xml:"xmlns,attr"`
	Parts         string         `xml:"xmlns:cac,attr"`
	Basics        string         `xml:"xmlns:cbc,attr"`
	Customization string         `xml:"cbc:CustomizationID"`
	ID            string         `xml:"cbc:ID"`
	IssueDate     string         `xml:"cbc:IssueDate,omitempty"`
	TypeCode      string         `xml:"cbc:InvoiceTypeCode"`
	Note          string         `xml:"cbc:Note,omitempty"`
	Currency      money.Currency `xml:"cbc:DocumentCurrencyCode"`
	Order         string         `xml:"cac:OrderReference>cbc:ID"`
	Seller        ublParty       `xml:"cac:AccountingSupplierParty>cac:Party"`
	Buyer         ublParty       `xml:"cac:AccountingCustomerParty>cac:Party"`
	DeliverTo     ublAddress     `xml:"cac:Delivery>cac:DeliveryLocation>cac:Address"`
	Terms         *ublTerms      `xml:"cac:PaymentTerms"`
	Charges       []ublCharge    `xml:"cac:AllowanceCharge"`
	Tax           ublTax         `xml:"cac:TaxTotal"`
	Total         ublTotal       `xml:"cac:LegalMonetaryTotal"`
	Lines         []ublLine      `xml:"cac:InvoiceLine"`
}

type ublParty struct {
	Endpoint *ublCode   `xml:"cbc:EndpointID"`
	ID       *ublID     `xml:"cac:PartyIdentification"`
	Trade    *ublName   `xml:"cac:PartyName"`
	Address  ublAddress `xml:"cac:PostalAddress"`
	Name     string     `xml:"cac:PartyLegalEntity>cbc:RegistrationName"`
	Contact  ublContact `xml:"cac:Contact"`
}

type ublID struct {
	ID string `xml:"cbc:ID"`
}

type ublName struct {
	Name string `xml:"cbc:Name"`
}

type ublTerms struct {
	Note string `xml:"cbc:Note"`
}

type ublContact struct {
	Name  string `xml:"cbc:Name,omitempty"`
	Phone string `xml:"cbc:Telephone,omitempty"`
	Email string `xml:"cbc:ElectronicMail,omitempty"`
}

type ublAddress struct {
	Street   string   `xml:"cbc:StreetName,omitempty"`
	More     string   `xml:"cbc:AdditionalStreetName,omitempty"`
	City     string   `xml:"cbc:CityName,omitempty"`
	Postcode string   `xml:"cbc:PostalZone,omitempty"`
	Province string   `xml:"cbc:CountrySubentity,omitempty"`
	Line     *ublText `xml:"cac:AddressLine"`
	Country  string   `xml:"cac:Country>cbc:IdentificationCode"`
}

type ublText struct {
	Line string `xml:"cbc:Line"`
}

// ublCode is a code with the scheme that it is of.
type ublCode struct {
	Scheme string `xml:"schemeID,attr,omitempty"`
	List   string `xml:"listID,attr,omitempty"`
	Code   string `xml:",chardata"`
}

type ublAmount struct {
	Currency money.Currency `xml:"currencyID,attr"`
	Value    string         `xml:",chardata"`
}

type ublCharge struct {
	Charge   bool        `xml:"cbc:ChargeIndicator"`
	Code     string      `xml:"cbc:AllowanceChargeReasonCode"` // UNTDID 7161, 5189
	Reason   string      `xml:"cbc:AllowanceChargeReason"`
	Amount   ublAmount   `xml:"cbc:Amount"`
	Category ublCategory `xml:"cac:TaxCategory"`
}

// ublCategory is the category of VAT: O, not subject to it here; duty and tax are
// the border's.
type ublCategory struct {
	ID     string `xml:"cbc:ID"`
	Reason string `xml:"cbc:TaxExemptionReason,omitempty"`
	Scheme string `xml:"cac:TaxScheme>cbc:ID"`
}

type ublTax struct {
	Amount  ublAmount   `xml:"cbc:TaxAmount"`
	Taxable ublAmount   `xml:"cac:TaxSubtotal>cbc:TaxableAmount"`
	Of      ublAmount   `xml:"cac:TaxSubtotal>cbc:TaxAmount"`
	As      ublCategory `xml:"cac:TaxSubtotal>cac:TaxCategory"`
}

type ublTotal struct {
	Lines     ublAmount  `xml:"cbc:LineExtensionAmount"`
	Exclusive ublAmount  `xml:"cbc:TaxExclusiveAmount"`
	Inclusive ublAmount  `xml:"cbc:TaxInclusiveAmount"`
	Less      *ublAmount `xml:"cbc:AllowanceTotalAmount"`
	More      *ublAmount `xml:"cbc:ChargeTotalAmount"`
	Prepaid   *ublAmount `xml:"cbc:PrepaidAmount"`
	Payable   ublAmount  `xml:"cbc:PayableAmount"`
}

type ublLine struct {
	ID       int         `xml:"cbc:ID"`
	Quantity ublQuantity `xml:"cbc:InvoicedQuantity"`
	Amount   ublAmount   `xml:"cbc:LineExtensionAmount"`
	Item     ublItem     `xml:"cac:Item"`
	Price    ublAmount   `xml:"cac:Price>cbc:PriceAmount"`
}

type ublQuantity struct {
	Unit  string `xml:"unitCode,attr"` // UN/ECE Recommendation 20
	Value int64  `xml:",chardata"`
}

type ublItem struct {
	Description string        `xml:"cbc:Description,omitempty"`
	Name        string        `xml:"cbc:Name"`
	SKU         *ublID        `xml:"cac:SellersItemIdentification"`
	Origin      *ublOrigin    `xml:"cac:OriginCountry"`
	HS          *ublClass     `xml:"cac:CommodityClassification"`
	Category    ublCategory   `xml:"cac:ClassifiedTaxCategory"`
	Properties  []ublProperty `xml:"cac:AdditionalItemProperty"`
}

type ublOrigin struct {
	Code string `xml:"cbc:IdentificationCode"`
}

type ublClass struct {
	Code ublCode `xml:"cbc:ItemClassificationCode"`
}

type ublProperty struct {
	Name  string `xml:"cbc:Name"`
	Value string `xml:"cbc:Value"`
}

// UBL writes the commercial invoice as UBL 2.1 with the terms of EN 16931. What
// is missing is left out.
func (s Shipment) UBL(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	out.Indent("", "  ")
	if err := out.Encode(s.ubl()); err != nil {
		return fmt.Errorf("customs: invoice %s: %w", s.Ref, err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s Shipment) ubl() ublDocument {
	category := ublCategory{ID: "O", Scheme: "VAT"}
	goods, paid := s.Goods(), money.Of(min(s.Paid.Minor, s.Total().Minor), s.Currency)
	lines := money.Of(goods.Minor+s.Discount.Minor, s.Currency)
	doc := ublDocument{Space: ublInvoice, Parts: ublParts, Basics: ublBasics, Customization: "urn:cen.eu:en16931:2017",
		ID: s.Ref, TypeCode: "380", Note: s.note(), Currency: s.Currency, Order: s.Ref,
		Seller: party(s.Sender), Buyer: party(s.Addressee), DeliverTo: address(s.Addressee),
		Tax: ublTax{Amount: amount(money.Of(0, s.Currency)), Taxable: amount(s.Total()), Of: amount(money.Of(0, s.Currency)), As: category},
		Total: ublTotal{Lines: amount(lines), Exclusive: amount(s.Total()), Inclusive: amount(s.Total()),
			Payable: amount(money.Of(s.Total().Minor-paid.Minor, s.Currency))}}
	doc.Tax.As.Reason = "Export: tax is settled at the border"
	if !s.Day.IsZero() {
		doc.IssueDate = s.Day.UTC().Format(time.DateOnly)
	}
	if paid.Minor < s.Total().Minor {
		doc.Terms = &ublTerms{"As agreed in the order."}
	}
	if paid.Minor > 0 {
		doc.Total.Prepaid = some(paid)
	}
	if s.Discount.Minor > 0 {
		doc.Charges = append(doc.Charges, ublCharge{false, "95", "Discount", amount(s.Discount), category})
		doc.Total.Less = some(s.Discount)
	}
	if s.Freight.Minor > 0 {
		doc.Charges = append(doc.Charges, ublCharge{true, "FC", "Freight", amount(s.Freight), category})
		doc.Total.More = some(s.Freight)
	}
	for i, l := range s.Lines {
		doc.Lines = append(doc.Lines, l.ubl(i+1, s.tongues(), category))
	}
	return doc
}

func (l Line) ubl(n int, tongues []string, category ublCategory) ublLine {
	item := ublItem{Name: words(tongues).or(false, ""), Category: category}
	if names := l.names(tongues); len(names) > 0 {
		item.Name, item.Description = names[0], strings.Join(names[1:], "; ")
	}
	if l.SKU != "" {
		item.SKU = &ublID{l.SKU}
	}
	if l.Origin != "" {
		item.Origin = &ublOrigin{string(l.Origin)}
	}
	if l.HS != "" {
		item.HS = &ublClass{ublCode{List: "HS", Code: l.HS}} // UNTDID 7143
	}
	if l.Grams > 0 {
		item.Properties = []ublProperty{{"Net weight, kg", words{}.kilos(l.Net())}}
	}
	return ublLine{ID: n, Quantity: ublQuantity{"H87", l.Quantity}, Amount: amount(l.Value()), Item: item, Price: amount(l.Unit)}
}

// note says what the terms of the invoice have no place for.
func (s Shipment) note() string {
	var list []string
	add := func(what, value string) {
		if value != "" {
			list = append(list, what+": "+value)
		}
	}
	add("Incoterms 2020", s.Incoterm)
	add("Reason for export", string(s.Category))
	if s.Gross > 0 {
		add("Gross weight, kg", words{}.kilos(s.Gross))
	}
	add("Carrier", s.Carrier)
	add("Parcel", s.Number)
	return strings.Join(list, ". ")
}

func amount(a money.Amount) ublAmount { return ublAmount{a.Currency, a.Plain()} }

func some(a money.Amount) *ublAmount { out := amount(a); return &out }

func party(p Party) ublParty {
	out := ublParty{Address: address(p), Name: p.Address.Name, Contact: ublContact{Name: p.Address.Name, Phone: p.Address.Phone, Email: p.Email}}
	if out.Name == "" {
		out.Name = p.Trade
	}
	if p.ID != "" {
		out.ID = &ublID{p.ID}
	}
	if p.Email != "" { // EM is e-mail in the list of electronic addresses
		out.Endpoint = &ublCode{Scheme: "EM", Code: p.Email}
	}
	if p.Trade != "" {
		out.Trade = &ublName{p.Trade}
	}
	return out
}

func address(p Party) ublAddress {
	a := p.Address
	out := ublAddress{Street: a.Street, More: a.Landmark, City: a.City, Postcode: a.Postcode, Province: a.Province, Country: string(a.Country)}
	if a.District != "" {
		out.Line = &ublText{a.District}
	}
	return out
}
