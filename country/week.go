package country

import "time"

// FirstDay is the day on which calendars of the country begin the week
// (CLDR 48, weekData).
func (c Code) FirstDay() time.Weekday {
	switch c {
	case "AF", "IR":
		return time.Saturday
	case "IN", "KH", "NP", "PK":
		return time.Sunday
	}
	return time.Monday
}
