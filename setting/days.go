package setting

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ClaimDay gives how long a state of a claim may last, by its word;
// the default where the operator wrote none.
func (h House) ClaimDay(word string) time.Duration {
	for _, text := range [...]string{h.ClaimDays, defaults().ClaimDays} {
		for l := range strings.SplitSeq(text, ",") {
			if n, err := strconv.Atoi(behind(l, word)); err == nil {
				return time.Duration(n) * 24 * time.Hour
			}
		}
	}
	return 0
}

// behind gives what stands behind a word in a line; "" when the line has another.
func behind(l, word string) string {
	if w, rest, _ := strings.Cut(strings.TrimSpace(l), " "); w == word {
		return strings.TrimSpace(rest)
	}
	return ""
}

func checkClaimDays(text string) string {
	var words []string
	for l := range strings.SplitSeq(defaults().ClaimDays, ",") {
		words = append(words, strings.Fields(l)[0])
	}
	for l := range strings.SplitSeq(text, ",") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		word, _, _ := strings.Cut(l, " ")
		n, err := strconv.Atoi(behind(l, word))
		if !slices.Contains(words, word) || err != nil || n < 1 || n > 365 {
			return "fault.setting_claim_days"
		}
	}
	return ""
}

// DebtReminders gives after how many days, each more than the one before, a shop
// is reminded of what it owes; none for never.
func (h House) DebtReminders() (days []int) {
	for _, w := range strings.Fields(h.DebtDays) {
		if n, err := strconv.Atoi(w); err == nil {
			days = append(days, n)
		}
	}
	return days
}

func checkDebtDays(text string) string {
	const most, longest = 5, 365
	last := 0
	words := strings.Fields(text)
	for _, w := range words {
		n, err := strconv.Atoi(w)
		if err != nil || n <= last || n > longest || len(words) > most {
			return "fault.setting_debt_days"
		}
		last = n
	}
	return ""
}

// Late gives how long after the promised day a parcel is late, and after how
// long a silence then it is lost; zero for never.
func (h House) Late() (late, lost time.Duration) {
	if words := strings.Fields(h.LateDays); len(words) == 2 {
		a, errA := strconv.Atoi(words[0])
		b, errB := strconv.Atoi(words[1])
		if errA == nil && errB == nil {
			const day = 24 * time.Hour
			return time.Duration(a) * day, time.Duration(b) * day
		}
	}
	return 0, 0
}

func checkLateDays(text string) string {
	words := strings.Fields(text)
	for _, w := range words {
		if n, err := strconv.Atoi(w); err != nil || n < 1 || n > 365 {
			return "fault.setting_late_days"
		}
	}
	if len(words) != 0 && len(words) != 2 {
		return "fault.setting_late_days"
	}
	return ""
}
