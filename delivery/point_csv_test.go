package delivery_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	. "agora/delivery"
	"agora/fault"
	"agora/identity"
)

const pointFile = "\uFEFFcountry,city,name,street,postcode,hours,cash,id\n"

func TestAFileOfPointsThatWasWrittenIsReadBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Map(rapid.StringMatching(`[\pL\pN"',;=+ -]{1,30}`), func(s string) string { return "x" + strings.Join(strings.Fields(s), " ") })
		var list []Point
		for i := range rapid.IntRange(0, 20).Draw(t, "n") {
			list = append(list, Point{ID: PointID(i + 1), Country: rapid.SampledFrom([]country.Code{"PK", "KG", "CN"}).Draw(t, "country"), City: text.Draw(t, "city"),
				Name: text.Draw(t, "name"), Street: text.Draw(t, "street"), Hours: text.Draw(t, "hours"), Cash: rapid.Bool().Draw(t, "cash")})
		}
		var b bytes.Buffer
		if err := WritePoints(&b, list); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadPoints(&b); err != nil || !slices.Equal(got, list) {
			t.Errorf("%+v became %+v, %v", list, got, err)
		}
	})
}

func TestAFileOfPointsNamesItsFaultyRows(t *testing.T) {
	for text, want := range map[string]string{
		"": "file fault.points_head", "name,city\n": "file fault.points_head",
		pointFile + "PK,Lahore,Mall,Gate 3,,,maybe,\nXX,,Mall,Gate 3,,,yes,x\n": "rows.2.cash fault.choice|rows.3.city fault.required|rows.3.country fault.choice|rows.3.id fault.choice",
		pointFile + "PK,Lahore,Mall\n":                                          "rows.2.file fault.text",
		pointFile + "pk,Lahore,Mall,Gate 3,54000,,,\nPK,Lahore,\"Mall":          "rows.3.file fault.text",
	} {
		_, err := ReadPoints(strings.NewReader(text))
		var got []string
		for _, e := range fault.List(err) {
			got = append(got, e.Field+" "+e.Key)
		}
		slices.Sort(got)
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func FuzzReadPoints(f *testing.F) {
	f.Add(pointFile + "PK,Lahore,Mall,Gate 3,,,yes,\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadPoints(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WritePoints(&b, list); err != nil {
			t.Fatal(err)
		}
		if again, err := ReadPoints(&b); err != nil || !slices.Equal(again, list) {
			t.Errorf("%+v became %+v, %v", list, again, err)
		}
	})
}

func TestAFileReplacesTheShopsPoints(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s, ctx, by := New(d), t.Context(), identity.System()
		for _, p := range []Point{{Shop: 7, Country: "PK", City: "Lahore", Name: "Mall", Street: "Gate 3"}, {Shop: 7, Country: "PK", City: "Lahore", Name: "Fort", Street: "Gate 1", Cash: true},
			{Shop: 8, Country: "PK", City: "Lahore", Name: "Mall", Street: "Gate 9"}} {
			if err := s.AddPoint(ctx, by, p); err != nil {
				t.Fatal(err)
			}
		}
		file, err := ReadPoints(strings.NewReader(pointFile + "PK,Lahore,Mall,Gate 4,,9-5,no,\nKG,Naryn,Post,Lenin 1,,,yes,\n"))
		if err != nil {
			t.Fatal(err)
		}
		changes, err := s.ComparePoints(ctx, by, 7, file)
		if err != nil || len(changes) != 3 || changes[0].New() || changes[0].Is.Street != "Gate 4" || !changes[1].New() || !changes[2].Gone() || changes[2].Was.Name != "Fort" {
			t.Fatalf("%+v, %v", changes, err)
		}
		seen := Seen(changes)
		if err := s.ReplacePoints(ctx, identity.Guest(), 7, file, seen); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody: %v", err)
		}
		if err := s.AddPoint(ctx, by, Point{Shop: 7, Country: "PK", City: "Multan", Name: "Late", Street: "1"}); err != nil {
			t.Fatal(err)
		}
		if err := s.ReplacePoints(ctx, by, 7, file, seen); !fault.HasKey(err, "fault.points_changed") {
			t.Errorf("changed meanwhile: %v", err)
		}
		changes, err = s.ComparePoints(ctx, by, 7, file)
		if err != nil || len(changes) != 4 {
			t.Fatalf("%+v, %v", changes, err)
		}
		if err := s.ReplacePoints(ctx, by, 7, file, Seen(changes)); err != nil {
			t.Fatal(err)
		}
		got, err := s.Points(ctx, 7, "")
		if err != nil || len(got) != 2 || got[0].Name != "Post" || !got[0].Cash || got[1].Hours != "9-5" || got[1].ID != changes[0].Was.ID {
			t.Errorf("%+v, %v", got, err)
		}
		var b bytes.Buffer
		if err := s.ExportPoints(ctx, by, 7, &b); err != nil {
			t.Fatal(err)
		}
		file, err = ReadPoints(&b)
		if err != nil {
			t.Fatal(err)
		}
		if changes, err := s.ComparePoints(ctx, by, 7, file); err != nil || len(changes) != 0 {
			t.Errorf("the export changes %+v, %v", changes, err)
		}
		file[0].ID = 99
		if _, err := s.ComparePoints(ctx, by, 7, file); len(fault.List(err)) != 1 || fault.List(err)[0].Field != "rows.2.id" {
			t.Errorf("an id of nobody: %v", err)
		}
		if other, err := s.Points(ctx, 8, ""); err != nil || len(other) != 1 {
			t.Errorf("another shop: %+v, %v", other, err)
		}
	})
}
