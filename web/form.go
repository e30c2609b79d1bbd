package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"agora/country"
	"agora/fault"
	"agora/web/ui"
)

// fieldBound bounds one text of a form: 64 KiB.
const fieldBound = 64 << 10

// Form is what was posted: texts in NFC, without control characters, trimmed.
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	faults fault.Fields
}

// Typed is a form that nobody posted, with what is known to put in it.
func Typed(values map[string]string) *Form {
	f := &Form{values: url.Values{}}
	for name, v := range values {
		if v != "" {
			f.values.Set(name, v)
		}
	}
	return f
}

// Form reads the posted form within the bound of the route. Inputs that are no
// text or too long for any field are faults that name them; the form comes back
// with such an error, so that a page may show it again with what was typed. No
// form comes with any other error.
func (r *Request) Form() (*Form, error) {
	if r.form != nil {
		return r.form, r.form.Err()
	}
	kind, _, _ := mime.ParseMediaType(r.R.Header.Get("Content-Type"))
	form, err := &Form{}, error(nil)
	if kind == "multipart/form-data" {
		err = r.readParts(form)
	} else {
		err = r.readPairs(form)
	}
	if err == nil {
		err = form.clean()
	}
	if err != nil {
		return nil, err
	}
	r.form = form
	return form, form.Err()
}

func (r *Request) readPairs(f *Form) error {
	body, err := io.ReadAll(io.LimitReader(r.R.Body, r.bound+1))
	if err != nil {
		return fault.New(fault.Invalid, "fault.form_broken").Because(err)
	}
	if int64(len(body)) > r.bound {
		return tooLarge(lastName(body), r.bound)
	}
	f.values, err = url.ParseQuery(string(body))
	if err != nil {
		return fault.New(fault.Invalid, "fault.form_broken").Because(err)
	}
	return nil
}

// lastName gives the field in which a cut-off body ends.
func lastName(body []byte) string {
	pair := body[bytes.LastIndexByte(body, '&')+1:]
	name, _, _ := bytes.Cut(pair[:min(len(pair), 200)], []byte("="))
	s, err := url.QueryUnescape(string(name))
	if err != nil || !plainText(s) {
		return ""
	}
	return s
}

func (r *Request) readParts(f *Form) error {
	r.R.Body = http.MaxBytesReader(r.W, r.R.Body, r.bound)
	err := r.R.ParseMultipartForm(1 << 20)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over), errors.Is(err, multipart.ErrMessageTooLarge):
		return tooLarge("", r.bound)
	case err != nil:
		return fault.New(fault.Invalid, "fault.form_broken").Because(err)
	}
	f.values, f.files = r.R.MultipartForm.Value, r.R.MultipartForm.File
	return nil
}

func tooLarge(field string, bound int64) error {
	e := fault.New(fault.TooLarge, "fault.form_too_large", "kib", bound>>10)
	e.Field = field
	return e
}

// clean normalises every text, and notes those that are none.
func (f *Form) clean() error {
	for name, list := range f.values {
		if !plainText(name) {
			return fault.New(fault.Invalid, "fault.form_broken")
		}
		for i, v := range list {
			if len(v) > fieldBound {
				f.faults.Add(name, "fault.form_too_large", "kib", fieldBound>>10)
			}
			if !plainText(v) {
				f.faults.Add(name, "fault.text")
				v = mended(v)
			}
			list[i] = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n")))
		}
	}
	return nil
}

// mended is what can be shown of a text that is none.
func mended(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// plainText reports valid UTF-8 without control characters but tab and line
// ends.
func plainText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, c := range s {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return true
}

// Get gives the first value of a field.
func (f *Form) Get(name string) string { return f.values.Get(name) }

// List gives all values of a field.
func (f *Form) List(name string) []string { return f.values[name] }

// Has reports whether the field was sent and is not empty.
func (f *Form) Has(name string) bool { return f.values.Get(name) != "" }

// Under gives the first values of the fields whose names begin with a prefix,
// by the rest of their names.
func (f *Form) Under(prefix string) map[string]string {
	out := map[string]string{}
	for name, list := range f.values {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(list) > 0 {
			out[rest] = list[0]
		}
	}
	return out
}

// Text gives a field of at most most characters; a longer one is a fault.
func (f *Form) Text(name string, most int) string {
	v := f.values.Get(name)
	if utf8.RuneCountInString(v) > most {
		f.faults.Add(name, "fault.too_long", "max", most)
	}
	return v
}

// Need gives a field that must be filled, of at most most characters.
func (f *Form) Need(name string, most int) string {
	v := f.Text(name, most)
	if v == "" {
		f.faults.Add(name, "fault.required")
	}
	return v
}

// Int gives a whole number, in the digits of any script; no number is a
// fault, an empty field is 0.
func (f *Form) Int(name string) int64 {
	v := strings.Join(strings.Fields(country.Digits(f.values.Get(name))), "")
	if v == "" {
		return 0
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		f.faults.Add(name, "fault.number")
	}
	return n
}

// ID gives an id that a page has written into the form; 0 when it is none.
func (f *Form) ID(name string) int64 {
	n, _ := strconv.ParseInt(f.values.Get(name), 10, 64)
	return max(n, 0)
}

// File opens an uploaded file; nil when none was sent. size is in bytes.
func (f *Form) File(name string) (file multipart.File, size int64, err error) {
	list := f.files[name]
	if len(list) == 0 || list[0].Size == 0 {
		return nil, 0, nil
	}
	file, err = list[0].Open()
	if err != nil {
		return nil, 0, fmt.Errorf("web: open upload: %w", err)
	}
	return file, list[0].Size, nil
}

// Named is File, with the name that the sender's file has.
func (f *Form) Named(name string) (file multipart.File, called string, err error) {
	if file, _, err = f.File(name); file != nil {
		called = f.files[name][0].Filename
	}
	return file, called, err
}

// Add notes a fault of a field.
func (f *Form) Add(field, key string, args ...any) { f.faults.Add(field, key, args...) }

// Join takes the faults inside err; another error comes back.
func (f *Form) Join(prefix string, err error) error { return f.faults.Join(prefix, err) }

// Put makes the values of a field these, as if they had been sent; none takes the
// field out.
func (f *Form) Put(name string, values ...string) {
	if len(values) == 0 {
		delete(f.values, name)
	} else {
		f.values[name] = values
	}
}

// Names gives the names of the fields that were sent, in order.
func (f *Form) Names() []string { return slices.Sorted(maps.Keys(f.values)) }

// Copy is the form as it is now: what is put into one is not in the other.
func (f *Form) Copy() *Form {
	values := make(url.Values, len(f.values))
	for name, list := range f.values {
		values[name] = slices.Clone(list)
	}
	return &Form{values: values, files: f.files, faults: slices.Clone(f.faults)}
}

// Unjudged is the form without its faults: what was typed, before anybody was
// asked to keep it.
func (f *Form) Unjudged() *Form { return &Form{values: f.values, files: f.files} }

// Err gives the faults found so far, nil when there are none.
func (f *Form) Err() error { return f.faults.Err() }

// Fill puts the posted value and the fault of a field into an input.
func (f *Form) Fill(r *Request, in ui.Field) ui.Field {
	if f == nil {
		return in
	}
	if _, sent := f.values[in.Name]; sent && in.Type != "password" {
		in.Value = f.values.Get(in.Name)
		if in.Options != nil {
			in.Options = ui.Select(in.Options, in.Value)
		}
	}
	for _, e := range f.faults {
		if e.Field == in.Name && in.Error == "" {
			in.Error = r.Locale.Error(e)
		}
	}
	return in
}

// Mishaps gives the faults in words, for ui.Mishaps above the form.
func (f *Form) Mishaps(r *Request) []ui.Mishap {
	if f == nil {
		return nil
	}
	var out []ui.Mishap
	for _, e := range f.faults {
		out = append(out, ui.Mishap{Field: e.Field, Words: r.Locale.Error(e)})
	}
	return out
}
