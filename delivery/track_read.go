package delivery

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"agora/fault"
)

// Bounds of what a carrier tells at once.
const (
	MaxTrackBytes = 4 << 20
	MostTracked   = 20_000 // rows of a file
	mostTold      = 500    // events of a call
)

// trackTimes are how a time may be written; without a zone it is UTC.
var trackTimes = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04"}

// TrackTime reads a time of a carrier.
func TrackTime(s string) (time.Time, error) {
	for _, layout := range trackTimes {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.Field("at", "fault.track_time")
}

// ReadTracked reads a CSV with the header number,time,what,place, in any order.
// Faults name the row.
func ReadTracked(r io.Reader) (list []Tracked, err error) {
	in := csv.NewReader(bufio.NewReader(io.LimitReader(r, MaxTrackBytes)))
	in.TrimLeadingSpace = true
	head, err := in.Read()
	if err != nil {
		return nil, fault.Field("file", "fault.track_head")
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\uFEFF")))] = i
	}
	for _, name := range []string{"number", "time", "what", "place"} {
		if _, ok := at[name]; !ok {
			return nil, fault.Field("file", "fault.track_head")
		}
	}
	in.FieldsPerRecord = len(head)
	for row := 2; ; row++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil || row > MostTracked {
			return nil, fault.Field("file", "fault.tariff_row", "row", row)
		}
		t := Tracked{Number: record[at["number"]], What: What(strings.TrimSpace(record[at["what"]])), Place: record[at["place"]]}
		if t.At, err = TrackTime(record[at["time"]]); err == nil {
			err = t.check(time.Now())
		}
		if err != nil {
			return nil, fault.Field("file", "fault.tariff_row", "row", row)
		}
		list = append(list, t)
	}
}

// readTold reads the JSON of a call: {"events": [{"number", "time", "what",
// "place"}]}.
func readTold(body []byte) (list []Tracked, err error) {
	var told struct {
		Events []struct{ Number, Time, What, Place string }
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return nil, err
	}
	if len(told.Events) > mostTold {
		return nil, errors.New("too many events in one call")
	}
	for _, e := range told.Events {
		t := Tracked{Number: e.Number, What: What(e.What), Place: e.Place}
		if t.At, err = TrackTime(e.Time); err != nil {
			return nil, err
		}
		if err := t.check(time.Now()); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}
