package customs

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agora/money"
)

// element is any element of a read document.
type element struct {
	space, name, text string
	attrs             map[string]string
	kids              []*element
}

// read gives the tree of a document as another program would read it.
func read(t interface{ Fatal(...any) }, raw []byte) *element {
	stack := []*element{{}}
	for in := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return stack[0].kids[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{space: token.Name.Space, name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top := stack[len(stack)-1]
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			stack[len(stack)-1].text += strings.TrimSpace(string(token))
		}
	}
}

// all gives the elements of a path of names.
func (e *element) all(path string) []*element {
	list := []*element{e}
	for name := range strings.SplitSeq(path, "/") {
		var next []*element
		for _, at := range list {
			for _, k := range at.kids {
				if k.name == name {
					next = append(next, k)
				}
			}
		}
		list = next
	}
	return list
}

// one gives the text of the only element of a path; "" when it is not there.
func (e *element) one(path string) string {
	if list := e.all(path); len(list) == 1 {
		return list[0].text
	}
	return ""
}

func (e *element) sum(path string) (minor int64) {
	for _, k := range e.all(path) {
		a, err := money.Parse(k.text, money.Currency(k.attrs["currencyID"]))
		if err != nil {
			return -1 << 60
		}
		minor += a.Minor
	}
	return minor
}

// order has the children that we use of each element in the order of the schema
// of UBL 2.1 (OASIS Standard, 2013-11-04).
var order = map[string][]string{
	"Invoice": {"CustomizationID", "ID", "IssueDate", "InvoiceTypeCode", "Note", "DocumentCurrencyCode", "OrderReference", "AccountingSupplierParty", "AccountingCustomerParty",
		"Delivery", "PaymentTerms", "AllowanceCharge", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine"},
	"Party":              {"EndpointID", "PartyIdentification", "PartyName", "PostalAddress", "PartyLegalEntity", "Contact"},
	"PostalAddress":      {"StreetName", "AdditionalStreetName", "CityName", "PostalZone", "CountrySubentity", "AddressLine", "Country"},
	"Address":            {"StreetName", "AdditionalStreetName", "CityName", "PostalZone", "CountrySubentity", "AddressLine", "Country"},
	"Contact":            {"Name", "Telephone", "ElectronicMail"},
	"AllowanceCharge":    {"ChargeIndicator", "AllowanceChargeReasonCode", "AllowanceChargeReason", "Amount", "TaxCategory"},
	"TaxTotal":           {"TaxAmount", "TaxSubtotal"},
	"TaxSubtotal":        {"TaxableAmount", "TaxAmount", "TaxCategory"},
	"TaxCategory":        {"ID", "TaxExemptionReason", "TaxScheme"},
	"LegalMonetaryTotal": {"LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "PrepaidAmount", "PayableAmount"},
	"InvoiceLine":        {"ID", "InvoicedQuantity", "LineExtensionAmount", "Item", "Price"},
	"Item":               {"Description", "Name", "SellersItemIdentification", "OriginCountry", "CommodityClassification", "ClassifiedTaxCategory", "AdditionalItemProperty"},
}

// shape reports what of a document is not as the schema has it: order, spaces,
// empty elements.
func shape(e *element) (wrong []string) {
	if e.text == "" && len(e.kids) == 0 {
		wrong = append(wrong, e.name+" is empty")
	}
	at := 0
	for _, k := range e.kids {
		want := ublBasics
		if len(k.kids) > 0 {
			want = ublParts
		}
		if k.space != want {
			wrong = append(wrong, fmt.Sprintf("%s/%s is in %s", e.name, k.name, k.space))
		}
		if list, ok := order[e.name]; ok {
			n := slices.Index(list, k.name)
			if n < at {
				wrong = append(wrong, fmt.Sprintf("%s has %s in a wrong place", e.name, k.name))
			}
			at = n
		}
		wrong = append(wrong, shape(k)...)
	}
	return wrong
}

// rules are those of EN 16931-1:2017 that concern what we write, by their names.
var rules = map[string]func(d *element) bool{
	"BR-01": func(d *element) bool { return d.one("CustomizationID") != "" },
	"BR-02": func(d *element) bool { return d.one("ID") != "" },
	"BR-03": func(d *element) bool { return len(d.one("IssueDate")) == 10 },
	"BR-04": func(d *element) bool { return d.one("InvoiceTypeCode") == "380" },
	"BR-05": func(d *element) bool { return len(d.one("DocumentCurrencyCode")) == 3 },
	"BR-06": func(d *element) bool {
		return d.one("AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName") != ""
	},
	"BR-07": func(d *element) bool {
		return d.one("AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName") != ""
	},
	"BR-09": func(d *element) bool {
		return len(d.one("AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode")) == 2
	},
	"BR-11": func(d *element) bool {
		return len(d.one("AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode")) == 2
	},
	"BR-16": func(d *element) bool { return len(d.all("InvoiceLine")) > 0 },
	"BR-57": func(d *element) bool {
		return len(d.one("Delivery/DeliveryLocation/Address/Country/IdentificationCode")) == 2
	},
	"BR-21": func(d *element) bool { return each(d, "InvoiceLine/ID") },
	"BR-23": func(d *element) bool { return each(d, "InvoiceLine/InvoicedQuantity") },
	"BR-25": func(d *element) bool { return each(d, "InvoiceLine/Item/Name") },
	"BR-26": func(d *element) bool { return each(d, "InvoiceLine/Price/PriceAmount") },
	"BR-54": func(d *element) bool { return each(d, "InvoiceLine/Item/ClassifiedTaxCategory/ID") },
	"BR-CO-10": func(d *element) bool {
		return d.sum("LegalMonetaryTotal/LineExtensionAmount") == d.sum("InvoiceLine/LineExtensionAmount")
	},
	"BR-CO-13": func(d *element) bool {
		t := d.all("LegalMonetaryTotal")[0]
		return t.sum("TaxExclusiveAmount") == t.sum("LineExtensionAmount")-t.sum("AllowanceTotalAmount")+t.sum("ChargeTotalAmount")
	},
	"BR-CO-11 and 12": func(d *element) bool {
		var less, more int64
		for _, c := range d.all("AllowanceCharge") {
			if c.one("ChargeIndicator") == "true" {
				more += c.sum("Amount")
			} else {
				less += c.sum("Amount")
			}
		}
		return d.sum("LegalMonetaryTotal/AllowanceTotalAmount") == less && d.sum("LegalMonetaryTotal/ChargeTotalAmount") == more
	},
	"BR-CO-15": func(d *element) bool {
		return d.sum("LegalMonetaryTotal/TaxInclusiveAmount") == d.sum("LegalMonetaryTotal/TaxExclusiveAmount")+d.sum("TaxTotal/TaxAmount")
	},
	"BR-CO-16": func(d *element) bool {
		t := d.all("LegalMonetaryTotal")[0]
		return t.sum("PayableAmount") == t.sum("TaxInclusiveAmount")-t.sum("PrepaidAmount")
	},
	"BR-CO-25": func(d *element) bool {
		return d.sum("LegalMonetaryTotal/PayableAmount") <= 0 || d.one("PaymentTerms/Note") != ""
	},
	"BR-CO-26": func(d *element) bool { return d.one("AccountingSupplierParty/Party/PartyIdentification/ID") != "" },
	"BR-O-08": func(d *element) bool {
		return d.sum("TaxTotal/TaxSubtotal/TaxableAmount") == d.sum("LegalMonetaryTotal/TaxExclusiveAmount")
	},
	"BR-O-09": func(d *element) bool { return d.sum("TaxTotal/TaxSubtotal/TaxAmount") == 0 },
	"BR-O-10": func(d *element) bool { return d.one("TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason") != "" },
}

// each reports that every line has an element of a path, with a text.
func each(d *element, path string) bool {
	list := d.all(path)
	return len(list) == len(d.all("InvoiceLine")) && !slices.ContainsFunc(list, func(e *element) bool { return e.text == "" })
}

func written(t interface{ Fatal(...any) }, s Shipment) []byte {
	var b bytes.Buffer
	if err := s.UBL(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheInvoiceAsXMLIsTheGoldenOne(t *testing.T) {
	s := samples()["pk"]
	s.Discount, s.Addressee.Email = money.Of(50_50, "KGS"), "saima@example.org"
	golden(t, "invoice.xml", written(t, s))
}

func TestEveryInvoiceKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := samples()[rapid.SampledFrom([]string{"pk", "in", "kh", "cn"}).Draw(t, "to")]
		s.Lines = nil
		goods := int64(0)
		for n := range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := Line{Description: map[string]string{"en": rapid.StringMatching(`[A-Za-z<&">é]{1,20}`).Draw(t, "name")}, Quantity: rapid.Int64Range(1, 99).Draw(t, "quantity"),
				Unit: money.Of(rapid.Int64Range(1, 1e9).Draw(t, "unit"), "KGS"), Grams: rapid.Int64Range(0, 5000).Draw(t, "grams"),
				HS: rapid.SampledFrom([]string{"", "6405", "640520"}).Draw(t, "hs")}
			if n%2 == 0 {
				l.Origin, l.SKU = "KG", "S1"
			}
			goods += l.Value().Minor
			s.Lines = append(s.Lines, l)
		}
		s.Discount.Minor = rapid.Int64Range(0, goods).Draw(t, "discount")
		s.Freight.Minor = rapid.Int64Range(0, 1e7).Draw(t, "freight")
		s.Paid = rapid.SampledFrom([]money.Amount{{}, s.Total()}).Draw(t, "paid")
		doc := read(t, written(t, s))
		if wrong := shape(doc); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			if !rules[name](doc) {
				t.Errorf("%s is broken", name)
			}
		}
		for i, l := range doc.all("InvoiceLine") {
			want := s.Lines[i]
			if l.one("Item/Name") != want.Description["en"] || l.one("InvoicedQuantity") != number(want.Quantity) || l.sum("Price/PriceAmount") != want.Unit.Minor ||
				l.sum("LineExtensionAmount") != want.Value().Minor || l.one("Item/OriginCountry/IdentificationCode") != string(want.Origin) ||
				l.one("Item/CommodityClassification/ItemClassificationCode") != want.HS {
				t.Errorf("line %d is not read back", i+1)
			}
		}
		if got := doc.sum("LegalMonetaryTotal/TaxInclusiveAmount"); got != s.Total().Minor {
			t.Errorf("total %d of %d", got, s.Total().Minor)
		}
	})
}
