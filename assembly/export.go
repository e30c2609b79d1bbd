package assembly

import (
	"context"
	"encoding/csv"
	"io"
	"time"

	"agora/identity"
	"agora/sheet"
)

// exportColumns head a list of seats; Import reads those it knows back.
var exportColumns = []string{"name", "email", "country", "language", "state", "role", "channel", "registered"}

// ExportSeats writes who registered for an event as CSV, for who runs it, a page
// of seats at a time.
func (s *Service) ExportSeats(ctx context.Context, by identity.Actor, id EventID, w io.Writer) error {
	out := csv.NewWriter(w)
	for after := SeatID(0); ; {
		list, err := s.Seats(ctx, by, id, after)
		if err != nil {
			return err
		}
		if after == 0 {
			if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets tell UTF-8
				return err
			}
			if err := out.Write(exportColumns); err != nil {
				return err
			}
		}
		for _, seat := range list {
			if err := out.Write(seat.cells()); err != nil {
				return err
			}
			after = seat.ID
		}
		out.Flush()
		if err := out.Error(); err != nil || len(list) <= PageSize {
			return err
		}
	}
}

// cells are the row of a seat.
func (s Seat) cells() []string {
	email := s.Email
	if s.ByAccount() {
		email = ""
	}
	cells := []string{s.Name, email, s.Country, s.Lang, string(s.State), string(s.Role), s.Channel, s.Agreed.UTC().Format(time.RFC3339)}
	for i, c := range cells {
		cells[i] = sheet.Guard(c)
	}
	return cells
}
