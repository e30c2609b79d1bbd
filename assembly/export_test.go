package assembly

import "time"

// Rule is the rule in words of RFC 5545 ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=12") for a
// session that begins first at a time in the zone of its event; "" for none.
func (r Repeat) Rule(first time.Time) string {
	o, err := r.rule(floating(first))
	if err != nil {
		return ""
	}
	return o.RRuleString()
}
