package landed

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"time"

	"agora/fault"
	"agora/money"
)

// maxRates bounds a file of rates.
const maxRates = 100_000

// ReadRates reads a CSV of exchange rates with the header
// currency,per_usd,day,source; days are 2026-11-23. Faults name the row.
func ReadRates(r io.Reader) ([]money.Rate, error) {
	in := csv.NewReader(withoutMark(r))
	in.FieldsPerRecord = 4
	head, err := in.Read()
	if err != nil || head[0] != "currency" || head[1] != "per_usd" || head[2] != "day" || head[3] != "source" {
		return nil, fault.Field("file", "fault.rates_head")
	}
	var rates []money.Rate
	for row := 2; ; row++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rates, nil
		}
		if err != nil || row > maxRates {
			return nil, fault.Field("file", "fault.rates_row", "row", row)
		}
		value, err := money.ParseRate(record[1])
		at, dayErr := time.Parse(time.DateOnly, record[2])
		if err != nil || dayErr != nil || !money.Currency(record[0]).Valid() || record[3] == "" {
			return nil, fault.Field("file", "fault.rates_row", "row", row)
		}
		rates = append(rates, money.Rate{From: "USD", To: money.Currency(record[0]), Value: value, Day: at, Source: record[3]})
	}
}

// withoutMark skips the byte order mark that spreadsheets write.
func withoutMark(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if c, _, err := b.ReadRune(); err == nil && c != '\uFEFF' {
		_ = b.UnreadRune() // it was just read
	}
	return b
}
