package cli

import (
	"agora/fault"
	"agora/i18n"
)

// words gives a fault as an English sentence: the command line speaks to
// operators.
func words(e *fault.Error) string {
	b, err := i18n.Load()
	if err != nil {
		return e.Error()
	}
	return b.Locale(i18n.Base).Error(e)
}
