package market

import "time"

// PayoutWeekday is the day on which payout files leave.
const PayoutWeekday = time.Thursday

// PayoutDay gives the day (midnight UTC) on which money released at t is paid
// out: the next payout day that begins after t.
func PayoutDay(t time.Time) time.Time {
	day := t.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	for day.Weekday() != PayoutWeekday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// LastPayoutDay gives the payout day (midnight UTC) that t lies on or after.
func LastPayoutDay(t time.Time) time.Time { return PayoutDay(t).AddDate(0, 0, -7) }
