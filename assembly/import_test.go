package assembly_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"agora/assembly"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// homes are 45 countries from which people register.
var homes = strings.Fields(`AF AM AZ BD BY BT CN GE HK ID IN IR IQ JP KE KG KH KR KZ LA LK MM MN MV MY NP PH PK PS RU SA SG SY TH TJ TL TM TR TW UA UZ VN YE DE US`)

// names are of several scripts, one with a comma.
var names = []string{"Айгүл Асанова", "Saima Khan", "محمد رضا", "王小文", "Առաքել Հակոբյան", "សុខា ចាន់", "අනුර පෙරේරා", "ตะวัน", "नोदिरा शर्मा", "O’Brien, Nóirín", "გიორგი", "Ә. Ғ. Қ."}

// list writes n people as a file.
func list(n int, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	_ = w.Write([]string{"Name", " email ", "Town", "COUNTRY", "language"})
	for i := range n {
		_ = w.Write([]string{names[i%len(names)], fmt.Sprintf("Guest%d@Example.org", i), "x", strings.ToLower(homes[i%len(homes)]), "ky"})
	}
	w.Flush()
	return b.String()
}

func TestAHallIsFilledFromAFile(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 500)
		file := "\ufeff" + list(600, ';')
		got, err := s.Import(ctx, host, e.ID, strings.NewReader(file), true)
		if err != nil || got.Admitted != 500 || got.Waiting != 100 || got.Known != 0 || got.Refused != 0 {
			t.Fatalf("%+v %v", got, err)
		}
		if at, err := s.Event(ctx, host, e.ID); err != nil || at.Admitted != 500 || at.Waiting != 100 {
			t.Errorf("admitted %d, waiting %d, %v", at.Admitted, at.Waiting, err)
		}
		f, err := s.Figures(ctx, host, e.ID)
		if err != nil || len(f.Countries) != 45 || len(f.Seats) != 2 || f.Seats[0].N != 500 || f.Seats[1].N != 100 || len(f.Days) != 1 || f.Days[0].Of != "2026-11-27" || f.Langs[0] != (assembly.Count{Of: "ky", N: 600}) {
			t.Errorf("%+v %v", f, err)
		}
		told := events(t, d)
		again, err := s.Import(ctx, host, e.ID, strings.NewReader(file), true)
		if err != nil || again.Known != 600 || again.Admitted+again.Waiting != 0 {
			t.Errorf("again: %+v %v", again, err)
		}
		if n := events(t, d); n != told {
			t.Errorf("%d events after the second time, %d before", n, told)
		}
		var out bytes.Buffer
		if err := s.ExportSeats(ctx, host, e.ID, &out); err != nil || strings.Count(out.String(), "\n") != 601 {
			t.Errorf("%d lines out, %v", strings.Count(out.String(), "\n"), err)
		}
		other := conference(t, s, 0)
		if got, err := s.Import(ctx, host, other.ID, &out, true); err != nil || got.Admitted != 600 || got.Refused != 0 {
			t.Errorf("what went out does not come in: %+v %v", got, err)
		}
	})
}

func events(t *testing.T, d *db.DB) int {
	t.Helper()
	list, err := event.After(t.Context(), d, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestGoodRowsAreTakenAndOthersNamed(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 0)
		gone, _, err := s.Register(ctx, identity.Guest(), e.ID, applicant(9))
		if err == nil {
			err = s.Leave(ctx, holder(gone), e.ID, gone.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		file := "email\tname\tcountry\tlanguage\n" + // line 1
			"a@example.org\tAsel\tKG\tky_KG\n" +
			"nobody\tNobody\tKG\t\n" + // 3
			"\n" +
			"b@example.org\t\tXX\tтил\n" + // 5
			"A@example.org\tAsel again\t\t\n" +
			"p9@example.org\tWho left\t\t\n" +
			"c@example.org\t'=SUM(1)\n" +
			"\"d@example.org\"x\t"
		got, err := s.Import(ctx, host, e.ID, strings.NewReader(file), true)
		if err != nil || got.Admitted != 2 || got.Known != 2 || got.Refused != 3 {
			t.Fatalf("%+v %v", got, err)
		}
		var said []string
		for _, f := range got.Faults {
			said = append(said, fmt.Sprint(f.Row, " ", f.Fault.Field, " ", f.Fault.Key))
		}
		want := "3 email fault.email|5 name fault.required|5 country fault.choice|5 language fault.choice|9  fault.feed_quote"
		if got := strings.Join(said, "|"); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		var out bytes.Buffer
		if err := s.ExportSeats(ctx, host, e.ID, &out); err != nil || !strings.Contains(out.String(), "\n'=SUM(1),") {
			t.Errorf("%s %v", out.String(), err)
		}
	})
}

func TestWhoMayImportAndWhat(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 0)
		try := func(by identity.Actor, file string, agreed bool) error {
			_, err := s.Import(ctx, by, e.ID, strings.NewReader(file), agreed)
			return err
		}
		other := identity.Actor{Person: 7}
		if _, err := s.Figures(ctx, other, e.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody reads figures: %v", err)
		}
		if err := s.ExportSeats(ctx, other, e.ID, &bytes.Buffer{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody takes the seats: %v", err)
		}
		for key, err := range map[string]error{
			"fault.event_unknown": try(other, list(1, ','), true),
			"fault.agree":         try(host, list(1, ','), false),
			"fault.seats_columns": try(host, "who,where\n", true),
			"fault.feed_utf16":    try(host, "\xff\xfen\x00", true),
			"fault.feed_encoding": try(host, "name,email\n\xc0\xc1,a@example.org\n", true),
			"fault.feed_rows":     try(host, list(assembly.MaxImportRows+1, ','), true),
			"fault.feed_large":    try(host, "name,email\n"+strings.Repeat("x", assembly.MaxImportBytes), true),
		} {
			if !fault.HasKey(err, key) {
				t.Errorf("%v, want %s", err, key)
			}
		}
		if err := try(host, "", true); !fault.HasKey(err, "fault.seats_columns") {
			t.Errorf("an empty file: %v", err)
		}
		if at, err := s.Event(ctx, host, e.ID); err != nil || at.Admitted != 0 {
			t.Errorf("%d got in, %v", at.Admitted, err)
		}
		if err := s.Cancel(ctx, host, e.ID); err != nil {
			t.Fatal(err)
		}
		if err := try(host, list(1, ','), true); !fault.Is(err, fault.Conflict) {
			t.Errorf("into a cancelled event: %v", err)
		}
	})
}
