package cli

type importCommand struct {
	Rates importRates `cmd:"" help:"Add dated exchange rates."`
	Rules importRules `cmd:"" help:"Add dated duty and VAT rules."`
}
