package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"agora/money"
)

// Field is one input of a form with all that belongs to it.
type Field struct {
	Name, Label string
	ID          string // "" makes one from Name
	Type        string // "text" when empty; "area" is a textarea
	Value       string
	Hint, Error string
	Lang, Dir   string // of the value
	Complete    string // autocomplete token
	Mode        string // inputmode
	Prefix      string // stands before the value, left to right ("+92")
	Rows        int    // of an area
	Max         int    // characters; 0 for no bound
	Least, Step int64  // of a number of things; 0 is 1
	Required    bool
	Span        bool     // over both columns
	Options     []Option // makes a select
	Empty       string   // first, empty option of a select; "" for none
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	if !strings.ContainsAny(f.Name, ".[]") {
		return "f-" + f.Name
	}
	return "f-" + plainID.Replace(f.Name)
}

// plainID makes of the path of a field what a selector can name.
var plainID = strings.NewReplacer(".", "-", "[", "-", "]", "")

// attributes are those that input, select and textarea share.
func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name}
	var described []string
	if f.Error != "" {
		a["aria-invalid"] = "true"
		a["class"] = "bad"
		described = append(described, f.id()+"-e")
	}
	if f.Hint != "" {
		described = append(described, f.id()+"-h")
	}
	if described != nil {
		a["aria-describedby"] = strings.Join(described, " ")
	}
	for k, v := range map[string]string{"lang": f.Lang, "dir": f.Dir, "autocomplete": f.Complete, "inputmode": f.Mode} {
		if v != "" {
			a[k] = v
		}
	}
	if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	if f.Required {
		a["required"] = true
	}
	return a
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Choice is one radio of a group with its price.
type Choice struct {
	Name, Value, Title, Note string
	Amount                   money.Amount
	Guess                    bool
	Right                    string // words instead of the amount
	Checked, Off             bool
}

// Mishap is a fault as a form shows it: the words, and the id of its field.
type Mishap struct{ Field, Words string }

// fieldID gives the id that a Field of this name has.
func fieldID(name string) string { return Field{Name: name}.id() }

// together counts the options at the front that are of one group.
func together(options []Option) int {
	n := 1
	for n < len(options) && options[n].Group == options[0].Group {
		n++
	}
	return n
}

// Select marks the option with this value as the chosen one.
func Select(options []Option, value string) []Option {
	out := make([]Option, len(options))
	for i, o := range options {
		o.Selected = o.Value == value
		out[i] = o
	}
	return out
}
