package market

// StillPriced is the check inside the placement, which a test cannot reach by
// chance: the moment between quote and transaction is too short.
var StillPriced = stillPriced
