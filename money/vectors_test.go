package money

import "testing"

// TestVectorsOfOtherSystems are sums that other commerce systems got wrong, by
// the thread in which a user reported them (repository#number).
func TestVectorsOfOtherSystems(t *testing.T) {
	eur := func(minor int64) Amount { return Of(minor, "EUR") }
	gross := func(net Amount, rate Bps) Amount {
		tax, err := HalfUp.Part(net, rate)
		if err != nil {
			t.Fatal(err)
		}
		return Of(net.Minor+tax.Minor, net.Currency)
	}
	net := func(g Amount, rate Bps) Amount {
		n, tax, err := HalfUp.Included(g, rate)
		if err != nil || n.Minor+tax.Minor != g.Minor {
			t.Fatalf("net %s + tax %s of %s, %v", n, tax, g, err)
		}
		return n
	}
	convert := func(a Amount, rate string) Amount {
		v, err := ParseRate(rate)
		if err != nil {
			t.Fatal(err)
		}
		c, err := HalfUp.Convert(a, Rate{From: a.Currency, To: "EUR", Value: v})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	fine, err := HalfUp.MulDiv(302_550, 11_900, 100*10_000) // ten-thousandths in, cents out
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		name      string
		got, want int64
	}{
		{"woocommerce#20440: 45 + 49 incl., shipping 4.96 net at 21 %", 4500 + 4900 + gross(eur(496), 2100).Minor, 10000},
		{"woocommerce#23917: 599 incl. 18 %, net", net(eur(59900), 1800).Minor, 50763},
		{"cubecart/v6#4197: 325 + 10 incl. 10 %, gross stays", 32500 + 1000, 33500},
		{"cubecart/v6#4197: tax by subtraction", net(eur(33500), 1000).Minor, 30455},
		{"cubecart/v6#515: 6.99 incl. 20 %, net", net(eur(699), 2000).Minor, 583},
		{"scurker/currency.js#469: 40 incl. 5 %, net", net(eur(4000), 500).Minor, 3810},
		{"odoo#34842: 8.01 incl. 20 %, net", net(eur(801), 2000).Minor, 668},
		{"vendure#3047: 399.00 incl. 9 % twice, net by line", net(eur(79800), 900).Minor, 73211},
		{"vendure#3047: the same by unit", 2 * net(eur(39900), 900).Minor, 73212},
		{"vendure#2662: 38.23 incl. 20 % ten times, net", net(eur(38230), 2000).Minor, 31858},
		{"bagisto#6501: 30.2550 net at 19 %, rounded once", fine, 3600},
		{"bagisto#6501: 30.2550 net at 19 % is priced 30.26 and", gross(eur(3026), 1900).Minor, 3601},
		{"craftcms/commerce#697: 1.41 net at 20 % a hundred times, by line", gross(eur(14100), 2000).Minor, 16920},
		{"craftcms/commerce#697: the same by unit", 100 * gross(eur(141), 2000).Minor, 16900},
		{"nopCommerce#8045: 54.99 × 0.86, converted by unit, five times", 5 * convert(Of(5499, "USD"), "0.86").Minor, 23645},
		{"saleor#2287: 23.00 incl. 7 %, net price abroad", net(eur(2300), 700).Minor, 2150},
	} {
		if v.got != v.want {
			t.Errorf("%s: %d, want %d", v.name, v.got, v.want)
		}
	}
}
