package assembly

import (
	"testing"
	"time"
)

// TestAgendaIsRightInEveryZone reads one session, 23 November 2026 at 14:30 in
// Bishkek, from zones with half and quarter hours and over a date line.
func TestAgendaIsRightInEveryZone(t *testing.T) {
	bishkek := zone(t, "Asia/Bishkek")
	at, ok := When("2026-11-23T14:30", bishkek)
	if !ok {
		t.Fatal("no such time")
	}
	for name, want := range map[string]string{
		"Asia/Bishkek": "Mon 23 14:30", "Asia/Kolkata": "Mon 23 14:00", "Asia/Kathmandu": "Mon 23 14:15", "Asia/Kabul": "Mon 23 13:00",
		"Asia/Tehran": "Mon 23 12:00", "Asia/Colombo": "Mon 23 14:00", "Asia/Yangon": "Mon 23 15:00", "Asia/Shanghai": "Mon 23 16:30", "Europe/Minsk": "Mon 23 11:30",
		"Asia/Kamchatka": "Mon 23 20:30", "Pacific/Auckland": "Mon 23 21:30", "America/Los_Angeles": "Mon 23 00:30", "Pacific/Honolulu": "Sun 22 22:30",
		"Australia/Adelaide": "Mon 23 19:00", "UTC": "Mon 23 08:30",
	} {
		days := Agenda([]Session{{Starts: at, Ends: at.Add(time.Hour)}}, zone(t, name))
		if len(days) != 1 || len(days[0].Sessions) != 1 {
			t.Fatalf("%s: %v", name, days)
		}
		if got := days[0].Sessions[0].Starts.Format("Mon 2 15:04"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if got := days[0].Date.Format("Mon 2"); got != want[:len(want)-6] {
			t.Errorf("%s: on the day %s, want %s", name, got, want)
		}
	}
}

// TestAgendaOverAChangeOfClocks has a session before and one after clocks go
// forward, in Tehran as it was and in Berlin.
func TestAgendaOverAChangeOfClocks(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	before, _ := When("2027-03-27T10:00", berlin)
	after, _ := When("2027-03-28T10:00", berlin)
	if d := after.Sub(before); d != 23*time.Hour {
		t.Errorf("that night has %v", d)
	}
	days := Agenda([]Session{{Starts: before}, {Starts: after}}, zone(t, "Asia/Kolkata"))
	if len(days) != 2 || days[0].Sessions[0].Starts.Format("15:04") != "14:30" || days[1].Sessions[0].Starts.Format("15:04") != "13:30" {
		t.Errorf("read in Kolkata: %v", days)
	}
	if _, ok := When("2027-03-28T02:30", berlin); ok {
		t.Error("a time that clocks skip was taken")
	}
	twice, ok := When("2026-10-25T02:30", berlin)
	if !ok || twice.Format("15:04") != "00:30" {
		t.Errorf("a time that comes twice is the first: %v", twice)
	}
	tehran := zone(t, "Asia/Tehran") // its clocks went forward at midnight until 2022
	day, _ := When("2022-03-22T09:00", tehran)
	if days := Agenda([]Session{{Starts: day}}, tehran); len(days) != 1 || days[0].Date.Day() != 22 {
		t.Errorf("a day without midnight: %v", days)
	}
}

// TestNoSessionIsSplitAtMidnight keeps a session that goes over midnight whole.
func TestNoSessionIsSplitAtMidnight(t *testing.T) {
	z := zone(t, "Asia/Karachi")
	late, _ := When("2026-11-23T23:30", z)
	early, _ := When("2026-11-24T00:15", z)
	days := Agenda([]Session{{Starts: late, Ends: late.Add(90 * time.Minute)}, {Starts: early, Ends: early.Add(time.Hour)}}, z)
	if len(days) != 2 || len(days[0].Sessions) != 1 || len(days[1].Sessions) != 1 {
		t.Fatalf("%v", days)
	}
}

func TestWhenRefusesWhatIsNoTime(t *testing.T) {
	for _, s := range []string{"", "2026-13-01T10:00", "2026-11-23", "2026-11-23 10:00", "2026-02-30T10:00", "23.11.2026T10:00"} {
		if at, ok := When(s, time.UTC); ok {
			t.Errorf("%q is %v", s, at)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
