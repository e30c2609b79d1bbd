package country

import "strings"

// Format is how a country writes addresses, in the letters of Google's address
// data: N name, A street lines, D district, C city, S province, Z postcode, %n
// a new line.
type Format struct {
	Format   string `json:"format"`
	Required string `json:"required"` // letters that must be filled
	Postcode string `json:"postcode"` // pattern
}

// Width says how much room a field takes in a form.
type Width int

// The widths.
const (
	Half Width = iota
	Full
)

// FormField is one field of an address form. Key is the JSON name of the part
// of Address, and the field of its faults.
type FormField struct {
	Key      string
	Required bool
	Pattern  string   // regular expression for the whole value; empty for free text
	Example  string   // a value that passes, for the error; empty for none
	Options  []string // values to choose from; empty for free text
	Width    Width
}

// parts are the address letters with the keys of their fields.
var parts = map[byte]string{'C': "city", 'S': "province", 'Z': "postcode", 'D': "district"}

// AddressForm gives the fields of the country's own form: who and where first,
// then the place in the order its post writes it. A landmark stands beside the
// street where no postcode is required, since there it is what a courier finds,
// and last elsewhere.
func (c Country) AddressForm() []FormField {
	need := func(letter string) bool { return strings.Contains(c.Address.Required, letter) }
	fields := []FormField{
		{Key: "name", Required: true},
		{Key: "phone", Required: true, Example: c.Phone},
	}
	if options := c.Provinces(); options != nil {
		fields = append(fields, FormField{Key: "province", Required: true, Options: options})
	}
	fields = append(fields, FormField{Key: "street", Required: true, Width: Full})
	if !need("Z") {
		fields = append(fields, FormField{Key: "landmark", Width: Full})
	}
	for i := 0; i+1 < len(c.Address.Format); i++ {
		letter := c.Address.Format[i+1]
		key := parts[letter]
		if c.Address.Format[i] != '%' || key == "" || key == "province" && provinces[c.Code] != nil {
			continue
		}
		f := FormField{Key: key, Required: need(string(letter))}
		if key == "postcode" {
			f.Pattern, f.Example = c.Address.Postcode, postcodeLike(c.Address.Postcode)
		}
		fields = append(fields, f)
	}
	if need("Z") {
		fields = append(fields, FormField{Key: "landmark", Width: Full})
	}
	return fields
}

// postcodeLike makes a value that passes a postcode pattern of digits.
func postcodeLike(pattern string) string {
	pattern = strings.NewReplacer("-?", "-", "(?:37)?", "").Replace(pattern)
	var b strings.Builder
	next := byte('1')
	for {
		before, after, found := strings.Cut(pattern, `\d{`)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		for range after[0] - '0' {
			b.WriteByte(next)
			next = '0' + (next-'0'+1)%10
		}
		pattern = after[2:]
	}
}
