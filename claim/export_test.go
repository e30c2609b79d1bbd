package claim

// Expires reports whether the clock leads out of a state.
func Expires(s State) bool {
	_, err := find(s, Expire)
	return err == nil && !DefaultDeadlines.of(Claim{State: s}, s, Claim{}.Updated).IsZero()
}
