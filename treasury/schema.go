package treasury

import "agora/db"

// Schema is the tables of this package. Amounts are minor units.
var Schema = db.Schema{Name: "treasury", Steps: []string{payoutSteps, fineSteps, statementSteps, exchangeSteps, debtSteps}}
