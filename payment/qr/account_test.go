package qr

import (
	"context"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/payment"
	"agora/payment/paymenttest"
)

// accounts are one of each rail.
var accounts = map[string]string{
	"KHR khqr":     "KHR khqr; account=agora@abaa; name=Agora Bazaar; city=Phnom Penh; lang=km; own=ផ្សារអាហ្គោរ៉ា; own_city=ភ្នំពេញ",
	"USD khqr":     "USD khqr; account=agora@abaa; merchant=123456; bank=ABA Bank; name=Agora Bazaar; city=Phnom Penh",
	"INR upi":      "INR upi; id=agora@upi; name=Agora Bazaar; mcc=5999",
	"INR bharat":   "INR bharat; visa=4074160000001; ifsc=YESB0000078007861; upi=agora@yesbank; name=Agora Bazaar; city=Delhi; postcode=110001; lang=hi; own=अगोरा बाज़ार",
	"RUB st00012":  "RUB st00012; name=ООО «Агора»; account=40702810138250123017; bank=ПАО БАНК; bic=044525225; corr=30101810400000000225; purpose=Оплата заказа",
	"TRY karekod":  "TRY karekod; iban=TR33 0006 1005 1978 6457 8413 26; name=Agora Çarşı; bank=61",
	"NPR nepalpay": "NPR nepalpay; tag=26; id=np.example; 01=2501ELFDRY2; name=Agora; city=Kathmandu; lang=ne; own=अगोरा बजार",
	"LKR lankaqr":  "LKR lankaqr; tag=26; id=lk.example; 01=0001234; name=Agora; city=Colombo; lang=si; own=අගෝරා",
	"PKR raast":    "PKR raast; tag=28; id=pk.example; 01=PK36SCBL0000001123456702; name=Agora; city=Karachi; lang=ur; own=آگورا بازار",
	"AZN azqr":     "AZN azqr; tag=26; id=az.example; 02=Bakı; name=Agora Çarşısı; city=Bakı",
	"KGS emv":      "KGS emv; tag=32; id=kg.example; 10=12345; country=KG; name=Агора; city=Бишкек; lang=ky; own=Агора базары",
}

func read(t *testing.T, line string) Account {
	t.Helper()
	c, rest, _ := strings.Cut(line, " ")
	a, err := ReadAccount(money.Currency(c), rest)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return a
}

// ask is a payment at a fixed time.
func ask(c money.Currency) Ask {
	made := time.UnixMilli(1_795_456_853_782)
	return Ask{Amount: money.Of(1_250_050, c), Ref: "AG-7KQ2X9M", Made: made, Until: made.Add(48 * time.Hour)}
}

func TestEveryRailWritesWhatItReads(t *testing.T) {
	for name, line := range accounts {
		a := read(t, line)
		p, err := a.Paper(ask(a.Currency))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := ask(a.Currency).Amount
		if a.Currency == "KHR" {
			want.Minor = 1_250_100
		}
		var got money.Amount
		switch a.Rail {
		case "upi":
			var k Link
			k, err = ReadLink(p.Text)
			got = k.Amount
			if k.Ref != "AG-7KQ2X9M" || p.Link != p.Text {
				t.Errorf("%s: %+v", name, p)
			}
		case "st00012":
			var o Order
			o, err = ReadOrder(p.Text)
			got = o.Sum
			if o.Purpose != "Оплата заказа AG-7KQ2X9M" {
				t.Errorf("%s: %+v", name, o)
			}
		case "karekod":
			_, err = ReadKarekod(p.Text)
			got = want
		default:
			var c Code
			c, err = Read(p.Text)
			got = c.Amount
			if c.More.Value(BillNumber) != "AG-7KQ2X9M" || !c.Once {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if err != nil || got != want || p.Amount != want {
			t.Errorf("%s: %s and %s of %s, %v\n%s", name, got, p.Amount, want, err, p.Text)
		}
	}
}

func TestAccountsAreCheckedByLine(t *testing.T) {
	var all []string
	for name, line := range accounts {
		if name != "INR bharat" {
			all = append(all, line)
		}
	}
	if err := CheckAccounts(strings.Join(all, "\n\n")); err != nil {
		t.Error(err)
	}
	good := accounts["PKR raast"]
	for text, want := range map[string]string{
		"Rupee raast":                          "fault.qr_line",
		"PKR":                                  "fault.qr_line",
		"PKR easy; a=b":                        "fault.qr_line",
		good + "\n" + good:                     "fault.qr_twice",
		strings.Replace(good, "PKR", "INR", 1): "fault.qr_money",
		"GBP emv; tag=26":                      "fault.qr_money",
		strings.Replace(good, "; city=Karachi", "", 1):                "fault.qr_field",
		strings.Replace(good, "name=Agora", "name=آگورا", 1):          "fault.qr_field",
		strings.Replace(good, "tag=28", "tag=80", 1):                  "fault.qr_field",
		good + "; colour=red":                                         "fault.qr_field",
		good + "; name=Twice":                                         "fault.qr_field",
		strings.Replace(accounts["TRY karekod"], "TR33", "TR34", 1):   "fault.qr_field",
		strings.Replace(accounts["KHR khqr"], "agora@", "ago ra@", 1): "fault.qr_field",
	} {
		if err := CheckAccounts("\n" + text); !fault.HasKey(err, want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		} else if f := fault.List(err)[0]; f.Args[0] != "line" || f.Args[1].(int) < 2 {
			t.Errorf("%s: no line in %v", text, f.Args)
		}
	}
}

func TestWayKeepsTheContract(t *testing.T) {
	paymenttest.Run(t, func() payment.Handler { return way() }, nil)
}

// TestMoneyOfCodesHasOneEffect: the operator's bank tells of it, on statements
// that may come again, late, and with a reference that was mistyped.
func TestMoneyOfCodesHasOneEffect(t *testing.T) {
	paymenttest.Drive(t, nil, func(*testing.T, *db.DB) paymenttest.Driver {
		return paymenttest.Driver{Way: way(), Currency: "PKR", Tell: func(s paymenttest.Stand) func(paymenttest.Notice) bool {
			return func(n paymenttest.Notice) bool {
				err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
					_, err := s.Market.Take(tx, payment.Receipt{Way: "qr", Key: n.Key, Ref: n.Ref, Amount: n.Amount, At: tx.Now})
					return err
				})
				return err == nil
			}
		}}
	})
}

func way() Way {
	return Way{Account: func(c money.Currency) string {
		for _, line := range accounts {
			if code, rest, _ := strings.Cut(line, " "); code == string(c) {
				return rest
			}
		}
		return ""
	}}
}

func TestWayIsOfferedWhereThereIsAnAccount(t *testing.T) {
	if w := way(); !w.Offers("PKR", "PK") || w.Offers("CNY", "CN") || (Way{}).Offers("PKR", "PK") {
		t.Error("offered where it should not be, or the other way round")
	}
	in := payment.Intent{Group: 1, Ref: "AG-7KQ2X9M", Amount: money.Of(500, "CNY")}
	if _, err := way().Authorize(t.Context(), in); !fault.Is(err, fault.Invalid) {
		t.Errorf("a payment without an account: %v", err)
	}
	in.Amount.Currency = "KHR"
	a, err := way().Authorize(t.Context(), in)
	if err != nil || a.State != payment.Pending || !strings.HasPrefix(a.Instructions.Arg("account"), "khqr") {
		t.Errorf("%+v, %v", a, err)
	}
}
