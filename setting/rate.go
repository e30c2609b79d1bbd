package setting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/money"
)

// RateAge gives the days after which a rate is marked as old.
func (h House) RateAge() int {
	n, _ := strconv.Atoi(h.RateDays)
	return n
}

func checkRateDays(v string) string {
	const most = 60
	if n, err := strconv.Atoi(v); err != nil || n < 1 || n > most {
		return "fault.number"
	}
	return ""
}

func checkPivot(v string) string {
	if c := money.Currency(v); !c.Valid() || c == money.Play {
		return "fault.choice"
	}
	return ""
}

// Spread gives the house's margin on exchange on a day: of the lines
// "2026-12-01 1.5" of the setting, in percent, the last that has begun; a line
// without a day holds from the beginning.
func (h House) Spread(day time.Time) (margin money.Bps) {
	began := ""
	for l := range strings.Lines(h.RateSpread) {
		from, m, ok := spread(l)
		if ok && from <= day.UTC().Format(time.DateOnly) && from >= began {
			margin, began = m, from
		}
	}
	return margin
}

// spread reads a line: the first day ("" for ever) and tenths of a percent.
func spread(line string) (from string, margin money.Bps, ok bool) {
	const most = 200 // tenths of a percent
	words := strings.Fields(line)
	if len(words) == 2 {
		from, words = words[0], words[1:]
		if _, err := time.Parse(time.DateOnly, from); err != nil {
			return "", 0, false
		}
	}
	if len(words) != 1 {
		return "", 0, false
	}
	whole, tenth, _ := strings.Cut(words[0], ".")
	if whole == "" || len(tenth) > 1 || len(whole) > 2 {
		return "", 0, false
	}
	n, err := strconv.ParseUint(whole+(tenth + "0")[:1], 10, 32)
	return from, money.Bps(n) * 10, err == nil && n <= most
}

func checkSpread(text string) string {
	const lines = 100
	var days []string
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) == "" {
			continue
		}
		from, _, ok := spread(l)
		if !ok || slices.Contains(days, from) || len(days) == lines {
			return "fault.setting_rate_spread"
		}
		days = append(days, from)
	}
	return ""
}
