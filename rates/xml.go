package rates

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// maxDepth bounds how deep elements lie in one another; the deepest sheet, an
// envelope, has seven.
const maxDepth = 16

// unmarshal reads XML into v. A document type is refused, since only one can
// name entities that grow, and so is what lies too deep.
func unmarshal(body []byte, v any) error {
	d := decoder(body)
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.Directive:
			return errors.New("a document type")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errors.New("too deep")
			}
		case xml.EndElement:
			depth--
		}
	}
	return decoder(body).Decode(v)
}

func decoder(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = charset
	return d
}

// charset reads the letters of the banks that do not write UTF-8.
func charset(label string, in io.Reader) (io.Reader, error) {
	var e encoding.Encoding
	switch strings.ToLower(label) {
	case "windows-1251":
		e = charmap.Windows1251
	case "iso-8859-9", "windows-1254":
		e = charmap.Windows1254
	default:
		return nil, fmt.Errorf("letters %q", label)
	}
	return e.NewDecoder().Reader(in), nil
}

// valute is a currency as the banks write it that follow Russia's.
type valute struct {
	Code    string `xml:"CharCode"`
	Attr    string `xml:"Code,attr"`
	Nominal string
	Value   string
}

func readValutes(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"ValCurs"`
		Date    string   `xml:",attr"`
		List    []valute `xml:"Valute"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if err := r.on(doc.Date); err != nil {
		return err
	}
	for _, v := range doc.List {
		if err := r.put(said{code: v.Code, nominal: v.Nominal, value: v.Value}); err != nil {
			return err
		}
	}
	return nil
}

func readKyrgyz(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"CurrencyRates"`
		Date    string   `xml:",attr"`
		List    []struct {
			Code    string `xml:"ISOCode,attr"`
			Nominal string
			Value   string
		} `xml:"Currency"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if err := r.on(doc.Date); err != nil {
		return err
	}
	for _, v := range doc.List {
		if err := r.put(said{code: v.Code, nominal: v.Nominal, value: v.Value}); err != nil {
			return err
		}
	}
	return nil
}

// readKazakh wants the number of units: a currency without it can't be told
// from one that is quoted for a hundred.
func readKazakh(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"rates"`
		Date    string   `xml:"date"`
		List    []struct {
			Code    string `xml:"title"`
			Value   string `xml:"description"`
			Nominal string `xml:"quant"`
		} `xml:"item"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if err := r.on(doc.Date); err != nil {
		return err
	}
	for _, v := range doc.List {
		if strings.TrimSpace(v.Nominal) == "" {
			return wrong(v.Code+" quant", "")
		}
		if err := r.put(said{code: v.Code, nominal: v.Nominal, value: v.Value}); err != nil {
			return err
		}
	}
	return nil
}

// readTurkish takes the middle of buying and selling in transfers; notes, which
// cost more, do not count.
func readTurkish(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"Tarih_Date"`
		Tarih   string   `xml:",attr"`
		List    []struct {
			Code string `xml:"Kod,attr"`
			Unit string
			Buy  string `xml:"ForexBuying"`
			Sell string `xml:"ForexSelling"`
		} `xml:"Currency"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if err := r.on(doc.Tarih); err != nil {
		return err
	}
	for _, v := range doc.List {
		if err := r.put(said{code: v.Code, nominal: v.Unit, value: v.Buy, second: v.Sell}); err != nil {
			return err
		}
	}
	return nil
}

// readAzeri passes over the metals, which have a list of their own and are
// quoted by the ounce.
func readAzeri(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"ValCurs"`
		Date    string   `xml:",attr"`
		Types   []struct {
			List []valute `xml:"Valute"`
		} `xml:"ValType"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if err := r.on(doc.Date); err != nil {
		return err
	}
	for _, t := range doc.Types {
		for _, v := range t.List {
			if err := r.put(said{code: v.Attr, nominal: v.Nominal, value: v.Value}); err != nil {
				return err
			}
		}
	}
	return nil
}

func readArmenian(r *reading, body []byte) error {
	var doc struct {
		XMLName xml.Name `xml:"Envelope"`
		Fault   string   `xml:"Body>Fault>faultstring"`
		Result  struct {
			Date string `xml:"CurrentDate"`
			List []struct {
				ISO    string
				Amount string
				Rate   string
			} `xml:"Rates>ExchangeRate"`
		} `xml:"Body>ExchangeRatesLatestResponse>ExchangeRatesLatestResult"`
	}
	if err := unmarshal(body, &doc); err != nil {
		return err
	}
	if doc.Fault != "" {
		return errors.New(doc.Fault)
	}
	if err := r.on(doc.Result.Date); err != nil {
		return err
	}
	for _, v := range doc.Result.List {
		if err := r.put(said{code: v.ISO, nominal: v.Amount, value: v.Rate}); err != nil {
			return err
		}
	}
	return nil
}
