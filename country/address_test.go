package country

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"

	"agora/fault"
)

// lahore is an address that passes.
func lahore() Address {
	return Address{Country: "PK", Name: "Saima Khan", Phone: "0301 4478215", Street: "12 Mall Road", Landmark: "near Jamia mosque",
		City: "Lahore", Province: "punjab", Postcode: "54000"}
}

func TestCheckCleans(t *testing.T) {
	a := lahore()
	a.Name, a.Street = "  Saima\t Khan ", "\u202eMall  Road\u202c 1\ufeff"
	a.Phone, a.Postcode = "\u200e۰۳۰۱ ۴۴۷۸۲۱۵", "५४ ०००"
	a.District = "Gulberg  III" // not in the form
	got, err := a.Check()
	want := Address{Country: "PK", Name: "Saima Khan", Phone: "+923014478215", Street: "Mall Road 1", Landmark: "near Jamia mosque",
		District: "Gulberg III", City: "Lahore", Province: "Punjab", Postcode: "54000"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestCheckRefuses(t *testing.T) {
	long := strings.Repeat("ы", maxPart+1)
	for name, c := range map[string]struct {
		change func(*Address)
		want   string // the fault's field and key
	}{
		"no name":               {func(a *Address) { a.Name = " \u00a0" }, "name fault.required"},
		"no city":               {func(a *Address) { a.City = "" }, "city fault.required"},
		"long street":           {func(a *Address) { a.Street = long }, "street fault.too_long"},
		"long landmark":         {func(a *Address) { a.Landmark = long }, "landmark fault.too_long"},
		"a part without field":  {func(a *Address) { a.District = long }, "district fault.too_long"},
		"control sign":          {func(a *Address) { a.Name = "Sa\x00ima" }, "name fault.text"},
		"not UTF-8":             {func(a *Address) { a.Street = "Mall \xff" }, "street fault.text"},
		"short postcode":        {func(a *Address) { a.Postcode = "5400" }, "postcode fault.postcode"},
		"letters for postcode":  {func(a *Address) { a.Postcode = "5400O" }, "postcode fault.postcode"},
		"province not in list":  {func(a *Address) { a.Province = "Texas" }, "province fault.choice"},
		"short phone":           {func(a *Address) { a.Phone = "+92 30" }, "phone fault.phone"},
		"words for a phone":     {func(a *Address) { a.Phone = "ask my brother" }, "phone fault.phone"},
		"a country not of ours": {func(a *Address) { a.Country = "XX" }, "country fault.choice"},
	} {
		a := lahore()
		c.change(&a)
		_, err := a.Check()
		list := fault.List(err)
		if len(list) != 1 || list[0].Field+" "+list[0].Key != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := (Address{Country: "PK"}).Check(); len(fault.List(err)) != 5 {
		t.Errorf("an empty address has faults %v", err)
	}
}

func TestCheckIsStable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := lahore()
		for _, part := range []string{"name", "street", "landmark", "city"} {
			*a.Part(part) = rapid.StringN(0, 130, -1).Draw(r, part)
		}
		once, err := a.Check()
		if err != nil {
			return
		}
		if twice, err := once.Check(); err != nil || twice != once {
			r.Fatalf("%+v, checked again: %+v (%v)", once, twice, err)
		}
	})
}

func TestFormOfEveryCountry(t *testing.T) {
	for _, c := range All() {
		var order []string
		for _, f := range c.AddressForm() {
			order = append(order, f.Key)
			if !slices.Contains(keys, f.Key) {
				t.Errorf("%s asks for %q", c.Code, f.Key)
			}
			if f.Key == "postcode" && !c.postcode.MatchString(f.Example) {
				t.Errorf("%s: the example %q does not pass", c.Code, f.Example)
			}
			if f.Key == "landmark" && f.Required {
				t.Errorf("%s demands a landmark", c.Code)
			}
		}
		sorted := slices.Sorted(slices.Values(order))
		if len(slices.Compact(sorted)) != len(order) {
			t.Errorf("%s asks twice: %v", c.Code, order)
		}
		for _, must := range []string{"name", "phone", "street", "city", "landmark", "postcode"} {
			if !slices.Contains(order, must) {
				t.Errorf("%s does not ask for %s", c.Code, must)
			}
		}
	}
	for code, want := range map[Code]string{
		"PK": "name* phone* province* street* landmark city* postcode",
		"RU": "name* phone* street* city* province* postcode* landmark",
		"CN": "name* phone* street* postcode* province* city* district landmark",
		"TJ": "name* phone* street* landmark postcode city*",
		"TR": "name* phone* street* postcode* city* province landmark",
	} {
		c, _ := Find(code)
		var got []string
		for _, f := range c.AddressForm() {
			if f.Required {
				f.Key += "*"
			}
			got = append(got, f.Key)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s asks %v, want %s", code, got, want)
		}
	}
}

func TestExampleOfEveryCountryPasses(t *testing.T) {
	for _, c := range All() {
		mobile := phonenumbers.GetExampleNumberForType(string(c.Code), phonenumbers.MOBILE)
		a := Address{Country: c.Code, Phone: phonenumbers.Format(mobile, phonenumbers.NATIONAL)}
		for _, f := range c.AddressForm() {
			if part := a.Part(f.Key); *part == "" && f.Key != "postcode" {
				*part = "Имя 名 نام"
			}
			if f.Options != nil {
				*a.Part(f.Key) = f.Options[0]
			}
			if f.Key == "postcode" {
				a.Postcode = string(c.Code) + " " + f.Example
			}
		}
		got, err := a.Check()
		if err != nil || !strings.HasPrefix(got.Phone, c.Phone) || strings.Contains(got.Postcode, " ") {
			t.Errorf("%s: %+v, %v", c.Code, got, err)
		}
		if shown := ShowPhone(got.Phone); Digits(shown) == got.Phone || !strings.HasPrefix(shown, c.Phone) {
			t.Errorf("%s is shown as %s", got.Phone, shown)
		}
	}
}
