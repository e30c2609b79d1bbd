package identity

import "testing"

func TestNamesAreOfPeopleOnly(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := join(t, s, "asel@example.org", "KG")
		who := p.Actor().String()
		names, err := s.Names(t.Context(), System(), []string{who, "system", "link:order/7", who, "person:x", "person:99", "guest"})
		if err != nil || len(names) != 1 || names[who] != p.Name {
			t.Errorf("%v, %v", names, err)
		}
		if names, err := s.Names(t.Context(), p.Actor(), []string{who}); err == nil {
			t.Errorf("anybody is told %v", names)
		}
	})
}
