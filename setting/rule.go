package setting

import "agora/money"

// Rule lets a package that this one may not know prove the values of a setting
// before they are stored. What it finds is shown at the setting. Rules are
// given once, before the first Save.
func (s *Service) Rule(key string, check func(value string) error) {
	if s.rules == nil {
		s.rules = map[string]func(string) error{}
	}
	s.rules[key] = check
}

// obeys gives what the rule of a setting says of a value.
func (s *Service) obeys(key, value string) error {
	if check := s.rules[key]; check != nil && value != "" {
		return check(value)
	}
	return nil
}

// QR gives where payments by QR code in a currency go, as package payment/qr
// reads it; "" when none are taken in it.
func (h House) QR(c money.Currency) string { return line(h.QRAccounts, c) }
