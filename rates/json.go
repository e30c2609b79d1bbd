package rates

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
)

// text is a JSON string or number, as it is written; null is empty.
type text string

// UnmarshalJSON keeps a number's own digits, which a float would not.
func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var s string
		err := json.Unmarshal(b, &s)
		*t = text(s)
		return err
	}
	if s := string(b); s != "null" {
		var n json.Number
		if err := json.Unmarshal(b, &n); err != nil {
			return err
		}
		*t = text(n)
	}
	return nil
}

// still is on for a sheet that says its day with each currency.
func (r *reading) still(date string) error {
	before := r.sheet.Day
	if err := r.on(date); err != nil {
		return err
	}
	if !before.IsZero() && !before.Equal(r.sheet.Day) {
		return wrong("another day", date)
	}
	return nil
}

func readUzbek(r *reading, body []byte) error {
	var list []struct{ Ccy, Nominal, Rate, Date text }
	if err := json.Unmarshal(body, &list); err != nil {
		return err
	}
	for _, v := range list {
		if err := r.still(string(v.Date)); err != nil {
			return err
		}
		if err := r.put(said{code: string(v.Ccy), nominal: string(v.Nominal), value: string(v.Rate)}); err != nil {
			return err
		}
	}
	return nil
}

func readBelarusian(r *reading, body []byte) error {
	var list []struct {
		Date  text
		Code  text `json:"Cur_Abbreviation"`
		Scale text `json:"Cur_Scale"`
		Rate  text `json:"Cur_OfficialRate"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return err
	}
	for _, v := range list {
		if err := r.still(string(v.Date)); err != nil {
			return err
		}
		if err := r.put(said{code: string(v.Code), nominal: string(v.Scale), value: string(v.Rate)}); err != nil {
			return err
		}
	}
	return nil
}

// readChinese reads pairs: "USD/CNY" and "100JPY/CNY" are yuan for so many,
// "CNY/THB" is baht for one yuan.
func readChinese(r *reading, body []byte) error {
	var doc struct {
		Data struct {
			LastDate text `json:"lastDate"`
		} `json:"data"`
		LastDate text `json:"lastDate"`
		Records  []struct {
			Pair  text `json:"vrtEName"`
			Price text `json:"price"`
		} `json:"records"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	day := doc.Data.LastDate
	if day == "" {
		day = doc.LastDate
	}
	if err := r.on(string(day)); err != nil {
		return err
	}
	for _, v := range doc.Records {
		left, right, ok := strings.Cut(strings.TrimSpace(string(v.Pair)), "/")
		code := strings.TrimLeft(left, "0123456789")
		s := said{code: code, nominal: left[:len(left)-len(code)], value: string(v.Price)}
		switch {
		case !ok || (code == "CNY") == (right == "CNY") || code == "CNY" && s.nominal != "":
			return wrong("pair", string(v.Pair))
		case code == "CNY":
			s.code, s.inverse = right, true
		}
		if err := r.put(s); err != nil {
			return err
		}
	}
	return nil
}

// readNepali takes the newest of the days, and the middle of buying and selling.
func readNepali(r *reading, body []byte) error {
	type rate struct {
		Currency struct {
			Code text `json:"iso3"`
			Unit text `json:"unit"`
		} `json:"currency"`
		Buy  text `json:"buy"`
		Sell text `json:"sell"`
	}
	var doc struct {
		Data struct {
			Payload []day[rate] `json:"payload"`
		} `json:"data"`
		Payload []day[rate] `json:"payload"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	list, err := newest(r, append(doc.Data.Payload, doc.Payload...))
	if err != nil {
		return err
	}
	for _, v := range list {
		if err := r.put(said{code: string(v.Currency.Code), nominal: string(v.Currency.Unit), value: string(v.Buy), second: string(v.Sell)}); err != nil {
			return err
		}
	}
	return nil
}

// day is one of the days of a sheet.
type day[T any] struct {
	Date  text `json:"date"`
	Rates []T  `json:"rates"`
}

// newest gives the rates of the last of several days and takes its date.
func newest[T any](r *reading, days []day[T]) (list []T, err error) {
	best := r.sheet.Day
	for _, d := range days {
		if err := r.on(string(d.Date)); err != nil {
			return nil, err
		}
		if r.sheet.Day.After(best) {
			best, list = r.sheet.Day, d.Rates
		}
	}
	r.sheet.Day = best
	return list, nil
}

// readMongolian reads rows in which each currency is a column; every one is
// quoted for one unit.
func readMongolian(r *reading, body []byte) error {
	var doc struct {
		Success *bool             `json:"success"`
		Data    []map[string]text `json:"data"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	if doc.Success != nil && !*doc.Success {
		return errors.New("the bank says that it failed")
	}
	var days []day[map[string]text]
	for _, row := range doc.Data {
		days = append(days, day[map[string]text]{row["RATE_DATE"], []map[string]text{row}})
	}
	rows, err := newest(r, days)
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, code := range slices.Sorted(maps.Keys(row)) {
			if len(code) != 3 {
				continue // the day, a number of the row
			}
			if err := r.put(said{code: code, value: string(row[code])}); err != nil {
				return err
			}
		}
	}
	return nil
}
