package i18n

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSolarHijri(t *testing.T) {
	for day, want := range map[string][3]int{
		"1925-03-31": {1304, 1, 11}, // Iran's law on this calendar
		"1979-02-11": {1357, 11, 22},
		"2021-03-20": {1399, 12, 30}, "2021-03-21": {1400, 1, 1}, // 1399 is long
		"2024-03-20": {1403, 1, 1}, "2025-03-20": {1403, 12, 30}, "2025-03-21": {1404, 1, 1},
		"2026-03-21": {1405, 1, 1}, "2026-11-25": {1405, 9, 4}, "2029-03-20": {1408, 1, 1},
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if y, m, d := solarHijri(at); [3]int{y, m, d} != want {
			t.Errorf("%s is %d-%d-%d, want %v", day, y, m, d, want)
		}
	}
}

// TestSolarYears compares the long years with those that were kept.
func TestSolarYears(t *testing.T) {
	long := map[int]bool{1300: true, 1304: true, 1309: true, 1313: true, 1317: true, 1321: true, 1325: true, 1329: true, 1333: true,
		1337: true, 1342: true, 1346: true, 1350: true, 1354: true, 1358: true, 1362: true, 1366: true, 1370: true, 1375: true,
		1379: true, 1383: true, 1387: true, 1391: true, 1395: true, 1399: true, 1403: true, 1408: true}
	for y := 1300; y < 1409; y++ {
		if got := solarDays(y+1)-solarDays(y) == 366; got != long[y] {
			t.Errorf("%d is long: %v", y, got)
		}
	}
}

func TestSolarDaysFollowEachOther(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		at := time.Unix(rapid.Int64Range(-5_000_000_000, 4_700_000_000).Draw(r, "at"), 0).UTC()
		y, m, d := solarHijri(at)
		ny, nm, nd := solarHijri(at.AddDate(0, 0, 1))
		next := ny == y && nm == m && nd == d+1 || nd == 1 && (ny == y && nm == m+1 || ny == y+1 && m == 12 && nm == 1)
		if !next || d < 1 || d > 31 || m < 1 || m > 12 || m > 6 && d > 30 {
			r.Fatalf("%v: after %d-%d-%d comes %d-%d-%d", at, y, m, d, ny, nm, nd)
		}
	})
}
