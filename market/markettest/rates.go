package markettest

import "testing"

func (f *Fixture) rates(t testing.TB) {}
